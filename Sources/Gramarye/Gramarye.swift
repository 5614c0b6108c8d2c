@_exported public import Counting
@_exported public import LanguageModeling
@_exported public import NgramModels
@_exported public import RecurrentModels
@_exported public import Reporting
@_exported public import Statistics
@_exported public import Storage
@_exported public import Tokenization
