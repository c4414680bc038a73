// Placeholder until the first code of this package arrives.
export {}
