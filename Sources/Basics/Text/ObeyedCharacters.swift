extension Unicode.Scalar {
    /// Whether a terminal or a page obeys the character instead of showing it: control characters (C0, DEL, C1), line and
    /// paragraph separators, and what changes the direction of the text around it.
    ///
    /// Joiners and variation selectors are none of these: scripts and emoji need them.
    package var isObeyed: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
