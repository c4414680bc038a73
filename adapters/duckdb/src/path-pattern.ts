/** A path as a pattern that means it alone: a class of one character means that character. */
export const withoutPatterns = (path: string): string => path.replaceAll(/[*?[]/g, '[$&]')
