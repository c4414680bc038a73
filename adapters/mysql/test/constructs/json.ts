import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  jsonArray,
  jsonContains,
  jsonContainsPath,
  jsonExtract,
  jsonKeys,
  jsonLength,
  jsonMergePatch,
  jsonObject,
  jsonRemove,
  jsonSet,
  jsonTable,
  jsonType,
  jsonUnquote,
  jsonValid,
  jsonValue,
} from '@vantage-ts/mysql/sql'
import { p, type ShopQuery } from './shop.ts'

export const jsonChapter: Chapter<ShopQuery> = {
  title: 'JSON',
  about: 'Documents in columns.',
  file: import.meta.url,
  constructs: [
    {
      title: 'What is at a path',
      build: q =>
        q
          .select(p.id, { colour: jsonValue(p.data, '$.colour') }, { first: jsonValue(p.data, '$.parts[0].name') })
          .from(p)
          .orderBy(p.id),
      text: "SELECT `p`.`id`, json_value(`p`.`data`, '$.colour') AS `colour`, json_value(`p`.`data`, '$.parts[0].name') AS `first` FROM `products` AS `p` ORDER BY `p`.`id`",
      result: [
        { id: 1, colour: 'silver', first: 'tube' },
        { id: 2, colour: 'pink', first: 'magnet' },
        { id: 3, colour: 'grey', first: null },
      ],
    },
    {
      title: 'As JSON',
      build: q =>
        q
          .select({ colour: jsonExtract(p.data, '$.colour') }, { bare: jsonUnquote(jsonExtract(p.data, '$.colour')) })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT json_extract(`p`.`data`, ?) AS `colour`, json_unquote(json_extract(`p`.`data`, ?)) AS `bare` FROM `products` AS `p` WHERE `p`.`id` = ?',
      result: [{ colour: '"silver"', bare: 'silver' }],
    },
    {
      title: 'Conditions',
      build: q =>
        q
          .select(p.id)
          .from(p)
          .where(jsonContains(p.data, '"pink"', '$.colour').or(jsonContainsPath(p.data, 'one', '$.pages')))
          .orderBy(p.id),
      text: 'SELECT `p`.`id` FROM `products` AS `p` WHERE json_contains(`p`.`data`, ?, ?) OR json_contains_path(`p`.`data`, ?, ?) ORDER BY `p`.`id`',
      result: [{ id: 2 }, { id: 3 }],
    },
    {
      title: 'Made',
      build: q =>
        q
          .select({ a: jsonObject({ id: p.id, tags: jsonArray(p.name, 1) }) })
          .from(p)
          .where(p.id.eq(3)),
      text: 'SELECT json_object(?, `p`.`id`, ?, json_array(`p`.`name`, ?)) AS `a` FROM `products` AS `p` WHERE `p`.`id` = ?',
      result: [{ a: '{"id": 3, "tags": ["Almanac", 1]}' }],
    },
    {
      title: 'Changed',
      build: q =>
        q.select(
          { a: jsonSet('{"a":1}', { '$.b': 2 }) },
          { b: jsonRemove('{"a":1,"b":2}', '$.a') },
          { c: jsonMergePatch('{"a":1}', '{"a":2}') },
        ),
      text: 'SELECT json_set(?, ?, ?) AS `a`, json_remove(?, ?) AS `b`, json_merge_patch(?, ?) AS `c`',
      result: [{ a: '{"a": 1, "b": 2}', b: '{"b": 2}', c: '{"a": 2}' }],
    },
    {
      title: 'Looked at',
      build: q =>
        q
          .select(
            { n: jsonLength(p.data, '$.parts') },
            { keys: jsonKeys(p.data) },
            { type: jsonType(p.data) },
            { valid: jsonValid(p.data) },
          )
          .from(p)
          .where(p.id.eq(3)),
      text: 'SELECT json_length(`p`.`data`, ?) AS `n`, json_keys(`p`.`data`) AS `keys`, json_type(`p`.`data`) AS `type`, json_valid(`p`.`data`) AS `valid` FROM `products` AS `p` WHERE `p`.`id` = ?',
      result: [{ n: 0, keys: '["colour", "parts", "pages"]', type: 'OBJECT', valid: 1 }],
    },
    {
      title: 'A row for each element',
      note: 'A path and a type are a part of the text, so they are checked.',
      build: q => {
        const part = jsonTable(
          p.data,
          '$.parts[*]',
          { nr: 'ordinality', name: 'varchar(20)', n: ['int', '$.count'] },
          'part',
        )
        return q.select(p.id, part.nr, part.name, part.n).from(p, part).orderBy(p.id, part.nr)
      },
      text: "SELECT `p`.`id`, `part`.`nr`, `part`.`name`, `part`.`n` FROM `products` AS `p`, json_table(`p`.`data`, '$.parts[*]' COLUMNS (`nr` FOR ORDINALITY, `name` varchar(20) PATH '$.name', `n` int PATH '$.count')) AS `part` ORDER BY `p`.`id`, `part`.`nr`",
      result: [
        { id: 1, nr: 1, name: 'tube', n: 3 },
        { id: 1, nr: 2, name: 'box', n: 1 },
        { id: 2, nr: 1, name: 'magnet', n: 2 },
      ],
    },
  ],
}
