import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { arrays } from './arrays.ts'
import { blocks } from './blocks.ts'
import { functions } from './functions.ts'
import type { GraphQuery } from './graph.ts'
import { graphs } from './graphs.ts'
import { grouping } from './grouping.ts'
import { operators } from './operators.ts'
import { reading } from './reading.ts'
import { recordsChapter } from './records.ts'
import { sets } from './sets.ts'
import { values } from './values.ts'
import { watching } from './watching.ts'
import { worked } from './worked.ts'
import { writing } from './writing.ts'

export const chapters: readonly Chapter<GraphQuery>[] = [
  reading,
  recordsChapter,
  graphs,
  grouping,
  operators,
  values,
  arrays,
  functions,
  writing,
  blocks,
  sets,
  watching,
  worked,
]
