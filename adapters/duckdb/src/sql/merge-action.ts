import { type Expression, words } from './speech.ts'

/** In RETURNING of a merge: what happened to the row, `INSERT`, `UPDATE` or `DELETE`. */
export const mergeAction = (): Expression => words`merge_action`
