/** The line ends a file may have. A scan takes any mix of them; a written row ends as the file's first row does. */
export type Newline = '\n' | '\r\n' | '\r'
