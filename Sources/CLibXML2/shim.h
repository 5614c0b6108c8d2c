// libxml2's own headers name those of ICU, which a Swift module that sees Foundation's cannot see: CXML includes them.
