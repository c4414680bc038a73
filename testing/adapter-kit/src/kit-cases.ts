import { aggregates } from './cases/aggregates.ts'
import { append } from './cases/append.ts'
import { arithmetic } from './cases/arithmetic.ts'
import { changeTypes } from './cases/change-types.ts'
import { comparedTypes } from './cases/compared-types.ts'
import { updates } from './cases/changes.ts'
import { deletes, insertQueries } from './cases/delete-and-insert-queries.ts'
import { importing } from './cases/import.ts'
import { appendFrom, insertFrom } from './cases/insert-from.ts'
import { outboxes } from './cases/outboxes.ts'
import { operatorsOf, precision } from './cases/operators.ts'
import { prepared } from './cases/prepared.ts'
import { random } from './cases/random.ts'
import { randomSets } from './cases/random-sets.ts'
import { readConditions } from './cases/read-conditions.ts'
import { readLists } from './cases/read-lists.ts'
import { readOrder } from './cases/read-order.ts'
import { readPage } from './cases/read-page.ts'
import { badRows, readRows } from './cases/read-rows.ts'
import { readSearch } from './cases/read-search.ts'
import { readStream } from './cases/read-stream.ts'
import { readText } from './cases/read-text.ts'
import { readUndefined } from './cases/read-undefined.ts'
import { readWindow } from './cases/read-window.ts'
import { hookOrder } from './cases/hook-order.ts'
import { audits, checks } from './cases/audit.ts'
import { rules } from './cases/rules.ts'
import { softDeletes } from './cases/soft-delete.ts'
import { stamps, versions } from './cases/versions.ts'
import { writeDelete } from './cases/write-delete.ts'
import { writeIds } from './cases/write-ids.ts'
import { writeInsert } from './cases/write-insert.ts'
import { writeMany } from './cases/write-many.ts'
import { writePatch } from './cases/write-patch.ts'
import { writeReplace } from './cases/write-replace.ts'
import { writeSet } from './cases/write-set.ts'
import { customAggregates } from './cases/custom-aggregates.ts'
import { cancel } from './cases/cancel.ts'
import { crossSource } from './cases/cross-source.ts'
import { deferreds, deferredWrites } from './cases/deferred.ts'
import { explaining } from './cases/explain.ts'
import { meetingTransactions } from './cases/meeting-transactions.ts'
import { misusedTransactions } from './cases/misused-transactions.ts'
import { names } from './cases/names.ts'
import { dynamics } from './cases/dynamic.ts'
import { errors, events, sources } from './cases/source.ts'
import { subqueries } from './cases/subqueries.ts'
import { contained } from './cases/contained.ts'
import { nestedInsert } from './cases/nested-insert.ts'
import { fromQueries, grouping } from './cases/grouping.ts'
import { joins, retyping } from './cases/joins.ts'
import { importedColumns } from './cases/imported-columns.ts'
import { links } from './cases/links.ts'
import { references } from './cases/references.ts'
import { templates } from './cases/templates.ts'
import { refusedUpdates } from './cases/refused-updates.ts'
import { hooks, records } from './cases/records.ts'
import { relatedUpdates } from './cases/related-updates.ts'
import { savepoints } from './cases/savepoints.ts'
import { transactionOperands } from './cases/transaction-operands.ts'
import { transactions } from './cases/transactions.ts'
import { transactionChains } from './cases/transaction-chains.ts'
import { types, typesInZones, wrongValues } from './cases/types.ts'
import type { KitCase } from './kit-case.ts'

/** Every case of the kit, by topic. */
export const kitCases: readonly KitCase[] = [
  ...sources,
  ...events,
  ...errors,
  ...writeInsert,
  ...writeMany,
  ...nestedInsert,
  ...writeIds,
  ...writeReplace,
  ...writePatch,
  ...writeDelete,
  ...writeSet,
  ...relatedUpdates,
  ...updates,
  ...refusedUpdates,
  ...deletes,
  ...insertQueries,
  ...insertFrom,
  ...appendFrom,
  ...append,
  ...importing,
  ...readRows,
  ...badRows,
  ...readConditions,
  ...readUndefined,
  ...readLists,
  ...readText,
  ...readOrder,
  ...readWindow,
  ...readPage,
  ...readSearch,
  ...readStream,
  ...prepared,
  ...dynamics,
  ...aggregates,
  ...customAggregates,
  ...operatorsOf,
  ...arithmetic,
  ...subqueries,
  ...crossSource,
  ...references,
  ...links,
  ...importedColumns,
  ...grouping,
  ...fromQueries,
  ...contained,
  ...joins,
  ...retyping,
  ...deferreds,
  ...deferredWrites,
  ...cancel,
  ...explaining,
  ...templates,
  ...names,
  ...records,
  ...hooks,
  ...hookOrder,
  ...versions,
  ...stamps,
  ...rules,
  ...softDeletes,
  ...audits,
  ...checks,
  ...transactions,
  ...transactionOperands,
  ...meetingTransactions,
  ...misusedTransactions,
  ...savepoints,
  ...transactionChains,
  ...outboxes,
  ...types,
  ...precision,
  ...changeTypes,
  ...comparedTypes,
  ...typesInZones,
  ...wrongValues,
  ...random,
  ...randomSets,
]
