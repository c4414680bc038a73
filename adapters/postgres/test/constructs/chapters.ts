import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { arrays } from './arrays.ts'
import { combining } from './combining.ts'
import { companyExample } from './company-example.ts'
import { conditions } from './conditions.ts'
import { fullText } from './full-text.ts'
import { groups } from './groups.ts'
import { joins } from './joins.ts'
import { json } from './json.ts'
import { locks } from './locks.ts'
import { moments } from './moments.ts'
import { numbers } from './numbers.ts'
import { ranges } from './ranges.ts'
import { raw } from './raw.ts'
import { reading } from './reading.ts'
import { rows } from './rows.ts'
import type { ShopQuery } from './shop.ts'
import { shopExample } from './shop-example.ts'
import { texts } from './texts.ts'
import { windows } from './windows.ts'
import { writing } from './writing.ts'

/** The chapters of the page, in its order. */
export const chapters: readonly Chapter<ShopQuery>[] = [
  reading,
  joins,
  groups,
  windows,
  combining,
  writing,
  locks,
  conditions,
  texts,
  numbers,
  moments,
  json,
  arrays,
  ranges,
  fullText,
  rows,
  raw,
  shopExample,
  companyExample,
]
