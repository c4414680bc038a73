import { combining } from './combining.ts'
import { groups } from './groups.ts'
import { joins } from './joins.ts'
import { jsonChapter } from './json.ts'
import { moments } from './moments.ts'
import { reading } from './reading.ts'
import { search } from './search.ts'
import { texts } from './texts.ts'
import { windows } from './windows.ts'
import { writing } from './writing.ts'

/** The chapters of the page, in its order. */
export const chapters = [reading, joins, combining, groups, windows, texts, moments, jsonChapter, search, writing]
