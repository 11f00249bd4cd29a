extension String {
    /// As a shell takes it for one word: itself where nothing in it means something to a shell, else in single quotes.
    public var shellQuoted: String {
        let plain = unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "_-./:,+@%=".unicodeScalars.contains(scalar)
        }
        return plain && !isEmpty && !hasPrefix("-") ? self : "'" + replacing("'", with: #"'\''"#) + "'"
    }
}
