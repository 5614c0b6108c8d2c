@_exported public import Statistics
