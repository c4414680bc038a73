import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  count,
  cte,
  exists,
  groupConcat,
  instr,
  max,
  notExists,
  recursive,
  resultColumn,
  substr,
  table,
  value,
} from '@vantage-ts/sqlite/sql'
import { edge, person, type ShopQuery } from './shop.ts'

export const graphExample: Chapter<ShopQuery> = {
  title: 'A worked example: a family tree as a graph',
  about: 'People are the nodes, `parents` the edges. A recursive statement walks from node to node.',
  file: import.meta.url,
  constructs: [
    {
      title: '1. Edges with their names',
      build: q => {
        const child = table('people', { as: 'child', columns: ['id', 'name'] })
        return q
          .select({ parent: person.name, child: child.name })
          .from(edge)
          .join(person, person.id.eq(edge.parent))
          .join(child, child.id.eq(edge.child))
          .where(person.born.lt(1912))
          .orderBy(person.born)
      },
      text: 'SELECT "person"."name" AS "parent", "child"."name" AS "child" FROM "parents" AS "edge" JOIN "people" AS "person" ON "person"."id" = "edge"."parent" JOIN "people" AS "child" ON "child"."id" = "edge"."child" WHERE "person"."born" < CAST(? AS INTEGER) ORDER BY "person"."born"',
      result: [
        { parent: 'Seamus', child: 'William' },
        { parent: 'William', child: 'Arthur' },
        { parent: 'Arthur', child: 'George' },
      ],
    },
    {
      title: '2. Where the tree begins and ends',
      build: q => {
        const above = exists(q.select(edge.parent).from(edge).where(edge.child.eq(person.id)))
        const below = exists(q.select(edge.child).from(edge).where(edge.parent.eq(person.id)))
        return q
          .select({ roots: groupConcat(person.name, ' ').orderBy(person.id).filter(above.not()) })
          .select({ leaves: groupConcat(person.name, ' ').orderBy(person.id).filter(below.not()) })
          .from(person)
      },
      text: 'SELECT group_concat("person"."name", ? ORDER BY "person"."id") FILTER (WHERE NOT EXISTS (SELECT "edge"."parent" FROM "parents" AS "edge" WHERE "edge"."child" = "person"."id")) AS "roots", group_concat("person"."name", ? ORDER BY "person"."id") FILTER (WHERE NOT EXISTS (SELECT "edge"."child" FROM "parents" AS "edge" WHERE "edge"."parent" = "person"."id")) AS "leaves" FROM "people" AS "person"',
      result: [{ roots: 'Seamus Sam Jennifer', leaves: 'Milton Dave Linda Marlene' }],
    },
    {
      title: '3. Ancestors, with how far they are',
      build: q => {
        const up = recursive('up', ['id', 'depth'], rows =>
          q.select({ id: 10, depth: 0 }).unionAll(
            q
              .select(edge.parent, { depth: rows.depth.plus(1) })
              .from(rows)
              .join(edge, edge.child.eq(rows.id)),
          ),
        )
        return q
          .with(up)
          .select(person.name, up.depth)
          .from(up)
          .join(person, person.id.eq(up.id))
          .where(up.depth.gt(0))
          .orderBy(up.depth, person.id)
      },
      text: 'WITH RECURSIVE "up" ("id", "depth") AS (SELECT CAST(? AS INTEGER) AS "id", CAST(? AS INTEGER) AS "depth" UNION ALL SELECT "edge"."parent", "up"."depth" + CAST(? AS INTEGER) AS "depth" FROM "up" JOIN "parents" AS "edge" ON "edge"."child" = "up"."id") SELECT "person"."name", "up"."depth" FROM "up" JOIN "people" AS "person" ON "person"."id" = "up"."id" WHERE "up"."depth" > CAST(? AS INTEGER) ORDER BY "up"."depth", "person"."id"',
      result: [
        { name: 'George', depth: 1 },
        { name: 'Lorraine', depth: 1 },
        { name: 'Arthur', depth: 2 },
        { name: 'Sam', depth: 2 },
        { name: 'William', depth: 3 },
        { name: 'Seamus', depth: 4 },
      ],
    },
    {
      title: '4. Descendants of two generations',
      note: 'The depth ends the walk.',
      build: q => {
        const down = recursive('down', ['id', 'depth'], rows =>
          q.select({ id: 3, depth: 0 }).unionAll(
            q
              .select(edge.child, { depth: rows.depth.plus(1) })
              .from(rows)
              .join(edge, edge.parent.eq(rows.id))
              .where(rows.depth.lt(2)),
          ),
        )
        return q
          .with(down)
          .select(down.depth, { names: groupConcat(person.name, ' ').orderBy(person.id) })
          .from(down)
          .join(person, person.id.eq(down.id))
          .groupBy(down.depth)
      },
      text: 'WITH RECURSIVE "down" ("id", "depth") AS (SELECT CAST(? AS INTEGER) AS "id", CAST(? AS INTEGER) AS "depth" UNION ALL SELECT "edge"."child", "down"."depth" + CAST(? AS INTEGER) AS "depth" FROM "down" JOIN "parents" AS "edge" ON "edge"."parent" = "down"."id" WHERE "down"."depth" < CAST(? AS INTEGER)) SELECT "down"."depth", group_concat("person"."name", ? ORDER BY "person"."id") AS "names" FROM "down" JOIN "people" AS "person" ON "person"."id" = "down"."id" GROUP BY "down"."depth"',
      result: [
        { depth: 0, names: 'Arthur' },
        { depth: 1, names: 'George' },
        { depth: 2, names: 'Dave Linda Marty' },
      ],
    },
    {
      title: '5. Lines of descent as text',
      build: q => {
        const line = recursive('line', ['id', 'path'], rows => {
          const start = q.select(person.id, { path: person.name }).from(person).where(person.id.eq(1))
          return start.unionAll(
            q
              .select(edge.child, { path: rows.path.concat(' > ', person.name) })
              .from(rows)
              .join(edge, edge.parent.eq(rows.id))
              .join(person, person.id.eq(edge.child)),
          )
        })
        return q
          .with(line)
          .select(line.path)
          .from(line)
          .where(notExists(q.select(edge.child).from(edge).where(edge.parent.eq(line.id))))
          .orderBy(line.path)
      },
      text: 'WITH RECURSIVE "line" ("id", "path") AS (SELECT "person"."id", "person"."name" AS "path" FROM "people" AS "person" WHERE "person"."id" = CAST(? AS INTEGER) UNION ALL SELECT "edge"."child", "line"."path" || ? || "person"."name" AS "path" FROM "line" JOIN "parents" AS "edge" ON "edge"."parent" = "line"."id" JOIN "people" AS "person" ON "person"."id" = "edge"."child") SELECT "line"."path" FROM "line" WHERE NOT EXISTS (SELECT "edge"."child" FROM "parents" AS "edge" WHERE "edge"."parent" = "line"."id") ORDER BY "line"."path"',
      result: [
        { path: 'Seamus > William > Arthur > George > Dave' },
        { path: 'Seamus > William > Arthur > George > Linda' },
        { path: 'Seamus > William > Arthur > George > Marty > Marlene' },
      ],
    },
    {
      title: '6. Depth first',
      note: 'An order inside the recursive statement says which row is taken next.',
      build: q => {
        const tree = recursive('tree', ['id', 'name', 'depth'], rows =>
          q
            .select(person.id, person.name, { depth: 0 })
            .from(person)
            .where(person.id.eq(4))
            .unionAll(
              q
                .select(person.id, person.name, { depth: rows.depth.plus(1) })
                .from(rows)
                .join(edge, edge.parent.eq(rows.id))
                .join(person, person.id.eq(edge.child)),
            )
            .orderBy(resultColumn('depth').desc()),
        )
        return q
          .with(tree)
          .select({ tree: substr('......', 1, tree.depth.mul(2)).concat(tree.name) })
          .from(tree)
      },
      text: 'WITH RECURSIVE "tree" ("id", "name", "depth") AS (SELECT "person"."id", "person"."name", CAST(? AS INTEGER) AS "depth" FROM "people" AS "person" WHERE "person"."id" = CAST(? AS INTEGER) UNION ALL SELECT "person"."id", "person"."name", "tree"."depth" + CAST(? AS INTEGER) AS "depth" FROM "tree" JOIN "parents" AS "edge" ON "edge"."parent" = "tree"."id" JOIN "people" AS "person" ON "person"."id" = "edge"."child" ORDER BY "depth" DESC) SELECT substr(?, CAST(? AS INTEGER), "tree"."depth" * CAST(? AS INTEGER)) || "tree"."name" AS "tree" FROM "tree"',
      result: [
        { tree: 'Sam' },
        { tree: '..Lorraine' },
        { tree: '....Dave' },
        { tree: '....Linda' },
        { tree: '....Marty' },
        { tree: '......Marlene' },
        { tree: '..Milton' },
      ],
    },
    {
      title: '7. Ancestors that two people share',
      build: q => {
        const above = (name: string, id: number) =>
          recursive(name, ['id'], rows =>
            q
              .select(edge.parent)
              .from(edge)
              .where(edge.child.eq(id))
              .union(q.select(edge.parent).from(rows).join(edge, edge.child.eq(rows.id))),
          )
        const [first, second] = [above('first', 12), above('second', 7)]
        const shared = q.with(first, second).select(person.name).from(person)
        return shared.where(
          person.id.in(q.select(first.id).from(first)),
          person.id.in(q.select(second.id).from(second)),
        )
      },
      text: 'WITH RECURSIVE "first" ("id") AS (SELECT "edge"."parent" FROM "parents" AS "edge" WHERE "edge"."child" = CAST(? AS INTEGER) UNION SELECT "edge"."parent" FROM "first" JOIN "parents" AS "edge" ON "edge"."child" = "first"."id"), "second" ("id") AS (SELECT "edge"."parent" FROM "parents" AS "edge" WHERE "edge"."child" = CAST(? AS INTEGER) UNION SELECT "edge"."parent" FROM "second" JOIN "parents" AS "edge" ON "edge"."child" = "second"."id") SELECT "person"."name" FROM "people" AS "person" WHERE ("person"."id" IN (SELECT "first"."id" FROM "first")) AND ("person"."id" IN (SELECT "second"."id" FROM "second"))',
      result: [{ name: 'Sam' }],
    },
    {
      title: '8. Everybody who is related',
      note: 'Edges of both directions make cycles: `union` keeps each row once, so that the walk ends.',
      build: q => {
        const both = cte(
          'both',
          q.select({ a: edge.parent, b: edge.child }).from(edge).unionAll(q.select(edge.child, edge.parent).from(edge)),
        )
        const kin = recursive('kin', ['id'], rows =>
          q.select({ id: 7 }).union(q.select(both.b).from(rows).join(both, both.a.eq(rows.id))),
        )
        return q.with(both, kin).select({ people: count() }).from(kin)
      },
      text: 'WITH RECURSIVE "both" AS (SELECT "edge"."parent" AS "a", "edge"."child" AS "b" FROM "parents" AS "edge" UNION ALL SELECT "edge"."child", "edge"."parent" FROM "parents" AS "edge"), "kin" ("id") AS (SELECT CAST(? AS INTEGER) AS "id" UNION SELECT "both"."b" FROM "kin" JOIN "both" ON "both"."a" = "kin"."id") SELECT count(*) AS "people" FROM "kin"',
      result: [{ people: 12 }],
    },
    {
      title: '9. The shortest way between two people',
      note: 'A way goes to nobody whom it has seen; the least deep that arrives is the shortest.',
      build: q => {
        const both = cte(
          'both',
          q.select({ a: edge.parent, b: edge.child }).from(edge).unionAll(q.select(edge.child, edge.parent).from(edge)),
        )
        const way = recursive('way', ['id', 'depth', 'seen', 'names'], rows => {
          const start = q.select(person.id, { depth: 0, seen: value('/').concat(person.id, '/'), names: person.name })
          return start
            .from(person)
            .where(person.name.eq('Milton'))
            .unionAll(
              q
                .select(both.b, {
                  depth: rows.depth.plus(1),
                  seen: rows.seen.concat(both.b, '/'),
                  names: rows.names.concat(' - ', person.name),
                })
                .from(rows)
                .join(both, both.a.eq(rows.id))
                .join(person, person.id.eq(both.b))
                .where(instr(rows.seen, value('/').concat(both.b, '/')).eq(0), rows.depth.lt(8)),
            )
        })
        return q
          .with(both, way)
          .select(way.depth, way.names)
          .from(way)
          .where(way.id.eq(12))
          .orderBy(way.depth, way.names)
          .limit(1)
      },
      text: 'WITH RECURSIVE "both" AS (SELECT "edge"."parent" AS "a", "edge"."child" AS "b" FROM "parents" AS "edge" UNION ALL SELECT "edge"."child", "edge"."parent" FROM "parents" AS "edge"), "way" ("id", "depth", "seen", "names") AS (SELECT "person"."id", CAST(? AS INTEGER) AS "depth", ? || "person"."id" || ? AS "seen", "person"."name" AS "names" FROM "people" AS "person" WHERE "person"."name" = ? UNION ALL SELECT "both"."b", "way"."depth" + CAST(? AS INTEGER) AS "depth", "way"."seen" || "both"."b" || ? AS "seen", "way"."names" || ? || "person"."name" AS "names" FROM "way" JOIN "both" ON "both"."a" = "way"."id" JOIN "people" AS "person" ON "person"."id" = "both"."b" WHERE (instr("way"."seen", ? || "both"."b" || ?) = CAST(? AS INTEGER)) AND ("way"."depth" < CAST(? AS INTEGER))) SELECT "way"."depth", "way"."names" FROM "way" WHERE "way"."id" = CAST(? AS INTEGER) ORDER BY "way"."depth", "way"."names" LIMIT CAST(? AS INTEGER)',
      result: [{ depth: 4, names: 'Milton - Sam - Lorraine - Marty - Marlene' }],
    },
    {
      title: '10. Generations',
      note: 'The longest line above a person counts.',
      build: q => {
        const down = recursive('down', ['id', 'generation'], rows =>
          q
            .select(person.id, { generation: 1 })
            .from(person)
            .where(notExists(q.select(edge.parent).from(edge).where(edge.child.eq(person.id))))
            .unionAll(
              q
                .select(edge.child, { generation: rows.generation.plus(1) })
                .from(rows)
                .join(edge, edge.parent.eq(rows.id)),
            ),
        )
        const last = q
          .select(down.id, { generation: max(down.generation) })
          .from(down)
          .groupBy(down.id)
          .as('last')
        return q
          .with(down)
          .select(last.generation, { people: count() })
          .from(last)
          .groupBy(last.generation)
          .orderBy(last.generation)
      },
      text: 'WITH RECURSIVE "down" ("id", "generation") AS (SELECT "person"."id", CAST(? AS INTEGER) AS "generation" FROM "people" AS "person" WHERE NOT EXISTS (SELECT "edge"."parent" FROM "parents" AS "edge" WHERE "edge"."child" = "person"."id") UNION ALL SELECT "edge"."child", "down"."generation" + CAST(? AS INTEGER) AS "generation" FROM "down" JOIN "parents" AS "edge" ON "edge"."parent" = "down"."id") SELECT "last"."generation", count(*) AS "people" FROM (SELECT "down"."id", max("down"."generation") AS "generation" FROM "down" GROUP BY "down"."id") AS "last" GROUP BY "last"."generation" ORDER BY "last"."generation"',
      result: [
        { generation: 1, people: 3 },
        { generation: 2, people: 3 },
        { generation: 3, people: 1 },
        { generation: 4, people: 1 },
        { generation: 5, people: 3 },
        { generation: 6, people: 1 },
      ],
    },
    {
      title: '11. A branch taken out',
      build: q => {
        const branch = recursive('branch', ['id'], rows =>
          q.select({ id: 10 }).union(q.select(edge.child).from(rows).join(edge, edge.parent.eq(rows.id))),
        )
        return q
          .with(branch)
          .deleteFrom(edge)
          .where(edge.child.in(q.select(branch.id).from(branch)))
          .returning(edge.parent, edge.child)
      },
      text: 'WITH RECURSIVE "branch" ("id") AS (SELECT CAST(? AS INTEGER) AS "id" UNION SELECT "edge"."child" FROM "branch" JOIN "parents" AS "edge" ON "edge"."parent" = "branch"."id") DELETE FROM "parents" AS "edge" WHERE "edge"."child" IN (SELECT "branch"."id" FROM "branch") RETURNING "parent", "child"',
      result: [
        { parent: 5, child: 10 },
        { parent: 6, child: 10 },
        { parent: 10, child: 12 },
        { parent: 11, child: 12 },
      ],
    },
  ],
}
