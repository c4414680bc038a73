import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  array,
  arrayAppend,
  arrayToString,
  avg,
  cast,
  count,
  cte,
  denseRank,
  extract,
  generateSeries,
  lead,
  max,
  min,
  percentileCont,
  percentileDisc,
  recursive,
  resultColumn,
  round,
  rowNumber,
  sum,
  when,
  window,
} from '@vantage-ts/postgres/sql'
import { companyTables, e, m, w } from './company.ts'
import type { ShopQuery } from './shop.ts'
import { date, decimal } from './values.ts'

export const companyExample: Chapter<ShopQuery> = {
  title: 'A worked example: the company',
  about: [
    'Eight employees, each with a manager but the first, a department, a salary and the day of hire; and the days on which two of them',
    'worked. `e` and `m` are both the table of employees, `w` is that of the days:',
    "`const e = table('employees', { as: 'e', columns: ['id', 'name', 'manager_id', 'department', 'salary', 'hired'] })`.",
    '',
    '```sql',
    companyTables.trim().replaceAll(/^ {2}/gm, ''),
    '```',
  ].join('\n'),
  file: import.meta.url,
  constructs: [
    {
      title: 'Who works for whom',
      build: q =>
        q
          .select(e.name, { manager: m.name })
          .from(e)
          .leftJoin(m, m.id.eq(e.manager_id))
          .where(e.department.eq('trains'))
          .orderBy(e.id.asc()),
      text: 'SELECT "e"."name", "m"."name" AS "manager" FROM "employees" AS "e" LEFT JOIN "employees" AS "m" ON "m"."id" = "e"."manager_id" WHERE "e"."department" = $1 ORDER BY "e"."id" ASC',
      result: [
        { name: 'Verne', manager: 'Emmett' },
        { name: 'Jules', manager: 'Verne' },
        { name: 'Strickland', manager: 'Verne' },
        { name: 'Needles', manager: 'Jules' },
      ],
    },
    {
      title: 'The whole tree, from the top',
      build: q => {
        const tree = recursive('tree', ['id', 'name', 'depth', 'path'], above =>
          q
            .select(e.id, e.name, { depth: 0, path: array(e.name) })
            .from(e)
            .where(e.manager_id.isNull())
            .unionAll(
              q
                .select(e.id, e.name, { depth: above.depth.plus(1), path: arrayAppend(above.path, e.name) })
                .from(e)
                .join(above, above.id.eq(e.manager_id)),
            ),
        )
        return q
          .with(tree)
          .select(tree.depth, { chain: arrayToString(tree.path, ' > ') })
          .from(tree)
          .orderBy(tree.path.asc())
      },
      text: 'WITH RECURSIVE "tree" ("id", "name", "depth", "path") AS (SELECT "e"."id", "e"."name", $1::int8 AS "depth", ARRAY["e"."name"] AS "path" FROM "employees" AS "e" WHERE "e"."manager_id" IS NULL UNION ALL SELECT "e"."id", "e"."name", "tree"."depth" + $2::int8 AS "depth", array_append("tree"."path", "e"."name") AS "path" FROM "employees" AS "e" JOIN "tree" ON "tree"."id" = "e"."manager_id") SELECT "tree"."depth", array_to_string("tree"."path", $3) AS "chain" FROM "tree" ORDER BY "tree"."path" ASC',
      result: [
        { depth: 0n, chain: 'Emmett' },
        { depth: 1n, chain: 'Emmett > Clara' },
        { depth: 2n, chain: 'Emmett > Clara > George' },
        { depth: 2n, chain: 'Emmett > Clara > Lorraine' },
        { depth: 1n, chain: 'Emmett > Verne' },
        { depth: 2n, chain: 'Emmett > Verne > Jules' },
        { depth: 3n, chain: 'Emmett > Verne > Jules > Needles' },
        { depth: 2n, chain: 'Emmett > Verne > Strickland' },
      ],
    },
    {
      title: 'How many people each has below, and what they earn',
      build: q => {
        const below = recursive('below', ['boss', 'id', 'salary'], so_far =>
          q
            .select(e.manager_id, e.id, e.salary)
            .from(e)
            .where(e.manager_id.isNotNull())
            .unionAll(
              q
                .select(e.manager_id, so_far.id, so_far.salary)
                .from(so_far)
                .join(e, e.id.eq(so_far.boss))
                .where(e.manager_id.isNotNull()),
            ),
        )
        return q
          .with(below)
          .select(m.name, { people: count(), payroll: sum(below.salary) })
          .from(below)
          .join(m, m.id.eq(below.boss))
          .groupBy(m.id, m.name)
          .orderBy(count().desc(), m.id.asc())
      },
      text: 'WITH RECURSIVE "below" ("boss", "id", "salary") AS (SELECT "e"."manager_id", "e"."id", "e"."salary" FROM "employees" AS "e" WHERE "e"."manager_id" IS NOT NULL UNION ALL SELECT "e"."manager_id", "below"."id", "below"."salary" FROM "below" JOIN "employees" AS "e" ON "e"."id" = "below"."boss" WHERE "e"."manager_id" IS NOT NULL) SELECT "m"."name", count(*) AS "people", sum("below"."salary") AS "payroll" FROM "below" JOIN "employees" AS "m" ON "m"."id" = "below"."boss" GROUP BY "m"."id", "m"."name" ORDER BY count(*) DESC, "m"."id" ASC',
      result: [
        { name: 'Emmett', people: 7n, payroll: 33500n },
        { name: 'Verne', people: 3n, payroll: 10500n },
        { name: 'Clara', people: 2n, payroll: 10000n },
        { name: 'Jules', people: 1n, payroll: 3000n },
      ],
    },
    {
      title: 'Ranks of salaries in each department',
      build: q =>
        q
          .select(e.department, e.name, {
            place: denseRank().over('by_salary'),
            toNext: e.salary.minus(lead(e.salary).over('by_salary')),
          })
          .from(e)
          .window('by_salary', window().partitionBy(e.department).orderBy(e.salary.desc()))
          .orderBy(e.department.asc(), e.salary.desc(), e.id.asc()),
      text: 'SELECT "e"."department", "e"."name", dense_rank() OVER "by_salary" AS "place", "e"."salary" - lead("e"."salary") OVER "by_salary" AS "toNext" FROM "employees" AS "e" WINDOW "by_salary" AS (PARTITION BY "e"."department" ORDER BY "e"."salary" DESC) ORDER BY "e"."department" ASC, "e"."salary" DESC, "e"."id" ASC',
      result: [
        { department: 'science', name: 'Emmett', place: 1n, toNext: 2000 },
        { department: 'science', name: 'Clara', place: 2n, toNext: 2000 },
        { department: 'science', name: 'Lorraine', place: 3n, toNext: 0 },
        { department: 'science', name: 'George', place: 3n, toNext: null },
        { department: 'trains', name: 'Verne', place: 1n, toNext: 2000 },
        { department: 'trains', name: 'Jules', place: 2n, toNext: 500 },
        { department: 'trains', name: 'Strickland', place: 3n, toNext: 500 },
        { department: 'trains', name: 'Needles', place: 4n, toNext: null },
      ],
    },
    {
      title: 'Who earns more than the mean of the department',
      build: q => {
        const beside = q
          .select(e.name, e.salary, { mean: avg(e.salary).over(window().partitionBy(e.department)) })
          .from(e)
          .as('beside')
        return q
          .select(beside.name, { above: round(beside.salary.minus(beside.mean), 0) })
          .from(beside)
          .where(beside.salary.gt(beside.mean))
          .orderBy(beside.name.asc())
      },
      text: 'SELECT "beside"."name", round("beside"."salary" - "beside"."mean", 0) AS "above" FROM (SELECT "e"."name", "e"."salary", avg("e"."salary") OVER (PARTITION BY "e"."department") AS "mean" FROM "employees" AS "e") AS "beside" WHERE "beside"."salary" > "beside"."mean" ORDER BY "beside"."name" ASC',
      result: [
        { name: 'Clara', above: decimal('500') },
        { name: 'Emmett', above: decimal('2500') },
        { name: 'Verne', above: decimal('1875') },
      ],
    },
    {
      title: 'What the payroll has grown to with each hire',
      build: q =>
        q
          .select(e.hired, e.name, {
            payroll: sum(e.salary).over(window().orderBy(e.hired.asc(), e.id.asc()).rows('unbounded preceding')),
            sameDay: count().over(window().orderBy(e.hired.asc()).range('current row', 'current row')),
          })
          .from(e)
          .orderBy(e.hired.asc(), e.id.asc()),
      text: 'SELECT "e"."hired", "e"."name", sum("e"."salary") OVER (ORDER BY "e"."hired" ASC, "e"."id" ASC ROWS UNBOUNDED PRECEDING) AS "payroll", count(*) OVER (ORDER BY "e"."hired" ASC RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS "sameDay" FROM "employees" AS "e" ORDER BY "e"."hired" ASC, "e"."id" ASC',
      result: [
        { hired: date('2019-03-01'), name: 'Emmett', payroll: 9000n, sameDay: 1n },
        { hired: date('2019-06-15'), name: 'Clara', payroll: 16000n, sameDay: 1n },
        { hired: date('2020-01-10'), name: 'Verne', payroll: 22000n, sameDay: 1n },
        { hired: date('2020-09-01'), name: 'Jules', payroll: 26000n, sameDay: 1n },
        { hired: date('2021-02-20'), name: 'Lorraine', payroll: 31000n, sameDay: 2n },
        { hired: date('2021-02-20'), name: 'George', payroll: 36000n, sameDay: 2n },
        { hired: date('2022-05-05'), name: 'Strickland', payroll: 39500n, sameDay: 1n },
        { hired: date('2023-11-11'), name: 'Needles', payroll: 42500n, sameDay: 1n },
      ],
    },
    {
      title: 'The middle of salaries, and what nine of ten earn at most',
      build: q =>
        q
          .select(e.department, {
            median: percentileCont(0.5).withinGroup(e.salary),
            ninth: percentileDisc(0.9).withinGroup(e.salary.asc()),
            spread: max(e.salary).minus(min(e.salary)),
          })
          .from(e)
          .groupBy(e.department)
          .orderBy(e.department.asc()),
      text: 'SELECT "e"."department", percentile_cont(CAST($1::float8 AS double precision)) WITHIN GROUP (ORDER BY "e"."salary") AS "median", percentile_disc(CAST($2::float8 AS double precision)) WITHIN GROUP (ORDER BY "e"."salary" ASC) AS "ninth", max("e"."salary") - min("e"."salary") AS "spread" FROM "employees" AS "e" GROUP BY "e"."department" ORDER BY "e"."department" ASC',
      result: [
        { department: 'science', median: 6000, ninth: 9000, spread: 4000 },
        { department: 'trains', median: 3750, ninth: 6000, spread: 3000 },
      ],
    },
    {
      title: 'People at the end of each year',
      build: q => {
        const years = generateSeries(2019, 2024).asRows('years', ['year'])
        return q
          .select(years.year, { people: count(e.id), fresh: count().filter(extract('year', e.hired).eq(years.year)) })
          .from(years)
          .leftJoin(e, extract('year', e.hired).lte(years.year))
          .groupBy(years.year)
          .orderBy(years.year.asc())
      },
      text: 'SELECT "years"."year", count("e"."id") AS "people", count(*) FILTER (WHERE EXTRACT(year FROM "e"."hired") = "years"."year") AS "fresh" FROM generate_series($1::int8, $2::int8) AS "years" ("year") LEFT JOIN "employees" AS "e" ON EXTRACT(year FROM "e"."hired") <= "years"."year" GROUP BY "years"."year" ORDER BY "years"."year" ASC',
      result: [
        { year: 2019n, people: 2n, fresh: 2n },
        { year: 2020n, people: 4n, fresh: 2n },
        { year: 2021n, people: 6n, fresh: 2n },
        { year: 2022n, people: 7n, fresh: 1n },
        { year: 2023n, people: 8n, fresh: 1n },
        { year: 2024n, people: 8n, fresh: 0n },
      ],
    },
    {
      title: 'Islands: days of work in a row',
      build: q => {
        // Days that follow each other are as far from their numbers.
        const numbered = cte(
          'numbered',
          q
            .select(w.employee_id, w.day, {
              island: w.day.minus(
                cast(rowNumber().over(window().partitionBy(w.employee_id).orderBy(w.day.asc())), 'integer'),
              ),
            })
            .from(w),
        )
        return q
          .with(numbered)
          .select(e.name, { from: min(numbered.day), to: max(numbered.day), days: count() })
          .from(numbered)
          .join(e, e.id.eq(numbered.employee_id))
          .groupBy(e.name, numbered.island)
          .orderBy(e.name.asc(), min(numbered.day).asc())
      },
      text: 'WITH "numbered" AS (SELECT "w"."employee_id", "w"."day", "w"."day" - CAST(row_number() OVER (PARTITION BY "w"."employee_id" ORDER BY "w"."day" ASC) AS integer) AS "island" FROM "shifts" AS "w") SELECT "e"."name", min("numbered"."day") AS "from", max("numbered"."day") AS "to", count(*) AS "days" FROM "numbered" JOIN "employees" AS "e" ON "e"."id" = "numbered"."employee_id" GROUP BY "e"."name", "numbered"."island" ORDER BY "e"."name" ASC, min("numbered"."day") ASC',
      result: [
        { name: 'Needles', from: date('2026-03-02'), to: date('2026-03-02'), days: 1n },
        { name: 'Needles', from: date('2026-03-04'), to: date('2026-03-07'), days: 4n },
        { name: 'Strickland', from: date('2026-03-02'), to: date('2026-03-04'), days: 3n },
        { name: 'Strickland', from: date('2026-03-09'), to: date('2026-03-10'), days: 2n },
        { name: 'Strickland', from: date('2026-03-16'), to: date('2026-03-16'), days: 1n },
      ],
    },
    {
      title: 'Gaps: days off between them',
      build: q => {
        const next = q
          .select(w.employee_id, w.day, {
            next: lead(w.day).over(window().partitionBy(w.employee_id).orderBy(w.day.asc())),
          })
          .from(w)
          .as('next')
        return q
          .select(e.name, { after: next.day, free: next.next.minus(next.day).minus(1) })
          .from(next)
          .join(e, e.id.eq(next.employee_id))
          .where(next.next.minus(next.day).gt(1))
          .orderBy(e.name.asc(), next.day.asc())
      },
      text: 'SELECT "e"."name", "next"."day" AS "after", ("next"."next" - "next"."day") - $1::int8 AS "free" FROM (SELECT "w"."employee_id", "w"."day", lead("w"."day") OVER (PARTITION BY "w"."employee_id" ORDER BY "w"."day" ASC) AS "next" FROM "shifts" AS "w") AS "next" JOIN "employees" AS "e" ON "e"."id" = "next"."employee_id" WHERE ("next"."next" - "next"."day") > $2::int8 ORDER BY "e"."name" ASC, "next"."day" ASC',
      result: [
        { name: 'Needles', after: date('2026-03-02'), free: 1n },
        { name: 'Strickland', after: date('2026-03-04'), free: 4n },
        { name: 'Strickland', after: date('2026-03-10'), free: 5n },
      ],
    },
    {
      title: 'A raise for those at the end of the tree, as it would be',
      build: q => {
        const raised = cte(
          'raised',
          q
            .update(e)
            .set({ salary: e.salary.plus(when(e.department.eq('trains'), 500).otherwise(250)) })
            .where(e.id.notIn(q.select(m.manager_id).from(m).where(m.manager_id.isNotNull())))
            .returning(e.id, e.department, e.salary),
        )
        return q
          .with(raised)
          .select(raised.department, { people: count(), now: sum(raised.salary) })
          .from(raised)
          .groupBy(raised.department)
          .orderBy(resultColumn('department').asc())
      },
      text: 'WITH "raised" AS (UPDATE "employees" AS "e" SET "salary" = "e"."salary" + CASE WHEN "e"."department" = $1 THEN $2::int8 ELSE $3::int8 END WHERE "e"."id" NOT IN (SELECT "m"."manager_id" FROM "employees" AS "m" WHERE "m"."manager_id" IS NOT NULL) RETURNING "e"."id", "e"."department", "e"."salary") SELECT "raised"."department", count(*) AS "people", sum("raised"."salary") AS "now" FROM "raised" GROUP BY "raised"."department" ORDER BY "department" ASC',
      result: [
        { department: 'science', people: 2n, now: 10500n },
        { department: 'trains', people: 2n, now: 7500n },
      ],
    },
  ],
}
