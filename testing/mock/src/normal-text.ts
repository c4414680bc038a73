const quotedOrBlank = /"(?:[^"\\]|\\.)*"|\s+/g

/** Text whose runs of blanks are one each, but for those in quotes: how a statement is broken into lines means nothing. */
export const normalText = (text: string): string =>
  text.replace(quotedOrBlank, found => (found.startsWith('"') ? found : ' '))
