import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { array, closure, given, object, range, set, value, variable } from '@vantage-ts/surrealdb/ql'
import { type GraphQuery, p } from './graph.ts'

export const arrays: Chapter<GraphQuery> = {
  title: 'Arrays and closures',
  about:
    'An arrow function is a closure of the database: it is called once, while the statement is built, with expressions.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Map',
      build: q => q.return(array.map([1, 2, 3], n => n.mul(n))),
      text: 'RETURN array::map([$_0, $_1, $_2], |$x1| ($x1 * $x1))',
      result: [1, 4, 9],
    },
    {
      title: 'Filter',
      build: q => q.return(array.filter([1, 2, 3], n => n.gt(1))),
      text: 'RETURN array::filter([$_0, $_1, $_2], |$x1| ($x1 > $_3))',
      result: [2, 3],
    },
    {
      title: 'Fold',
      build: q => q.return(array.fold([1, 2, 3], 10, (sum, n) => sum.plus(n))),
      text: 'RETURN array::fold([$_0, $_1, $_2], $_3, |$x1, $x2| ($x1 + $x2))',
      result: 16,
    },
    {
      title: 'Reduce',
      build: q => q.return(array.reduce([1, 2, 3], (sum, n) => sum.plus(n))),
      text: 'RETURN array::reduce([$_0, $_1, $_2], |$x1, $x2| ($x1 + $x2))',
      result: 6,
    },
    {
      title: 'Any and all',
      build: q => q.return([array.any([1, 2], n => n.gt(1)), array.all([1, 2], n => n.gt(1))]),
      text: 'RETURN [array::any([$_0, $_1], |$x1| ($x1 > $_2)), array::all([$_3, $_4], |$x1| ($x1 > $_5))]',
      result: [true, false],
    },
    {
      title: 'Find',
      build: q =>
        q.return([
          array.find([4, 5, 6], n => n.gt(4)),
          array.findIndex([4, 5, 6], n => n.gt(4)),
          array.filterIndex([4, 5, 6], n => n.gt(4)),
        ]),
      text: 'RETURN [array::find([$_0, $_1, $_2], |$x1| ($x1 > $_3)), array::find_index([$_4, $_5, $_6], |$x1| ($x1 > $_7)), array::filter_index([$_8, $_9, $_10], |$x1| ($x1 > $_11))]',
      result: [5, 1, [1, 2]],
    },
    {
      title: 'Closures inside closures',
      build: q => q.return(array.map([1, 2], a => array.map([10, 20], b => a.plus(b)))),
      text: 'RETURN array::map([$_0, $_1], |$x1| array::map([$_2, $_3], |$x2| ($x1 + $x2)))',
      result: [
        [11, 21],
        [12, 22],
      ],
    },
    {
      title: 'Objects from a closure',
      build: q => q.return(array.map([1, 2], n => ({ n, twice: n.mul(2) }))),
      text: 'RETURN array::map([$_0, $_1], |$x1| ({ n: $x1, twice: $x1 * $_2 }))',
      result: [
        { n: 1, twice: 2 },
        { n: 2, twice: 4 },
      ],
    },
    {
      title: 'A chain of methods',
      build: q =>
        q.return(
          value([3, 1, 2])
            .call('filter', n => n.gt(1))
            .call('map', n => n.mul(10))
            .call('sort'),
        ),
      text: 'RETURN [$_0, $_1, $_2].filter(|$x1| ($x1 > $_3)).map(|$x1| ($x1 * $_4)).sort()',
      result: [20, 30],
    },
    {
      title: 'With a value of the row',
      build: q =>
        q
          .select(p.name, {
            tags: given({ name: p.name, tags: p.tags }, ({ name, tags }) =>
              array.map(tags, tag => name.plus(' ').plus(tag)),
            ),
          })
          .from(p)
          .where(p.city.eq('Oslo'))
          .orderBy(p.name.asc()),
      text: 'SELECT name, { LET $name = name; LET $tags = tags; (array::map($tags, |$x1| (($name + $_0) + $x1))) } AS tags FROM person WHERE city = $_1 ORDER BY name ASC',
      result: [
        { name: 'Ann', tags: ['Ann chess', 'Ann ski'] },
        { name: 'Cy', tags: [] },
      ],
    },
    {
      title: 'A closure by a name',
      build: q =>
        q
          .let(
            'twice',
            closure(n => n.mul(2)),
          )
          .return(array.map([1, 2], n => variable('twice').invoke(n).plus(1))),
      text: '{ LET $twice = |$x1| ($x1 * $_0); (array::map([$_1, $_2], |$x1| (($twice($x1)) + $_3))) }',
      result: [3, 5],
    },
    {
      title: 'Each once',
      build: q =>
        q.return([
          array.distinct([2, 1, 2]),
          array.union([1, 2], [2, 3]),
          array.intersect([1, 2], [2, 3]),
          array.difference([1, 2], [2, 3]),
          array.complement([1, 2], [2, 3]),
        ]),
      text: 'RETURN [array::distinct([$_0, $_1, $_2]), array::union([$_3, $_4], [$_5, $_6]), array::intersect([$_7, $_8], [$_9, $_10]), array::difference([$_11, $_12], [$_13, $_14]), array::complement([$_15, $_16], [$_17, $_18])]',
      result: [[2, 1], [1, 2, 3], [2], [1, 3], [1]],
    },
    {
      title: 'Orders',
      build: q =>
        q.return([
          array.sort([3, 1, 2]),
          array.sortDesc([3, 1, 2]),
          array.sortAsc([3, 1, 2]),
          array.reverse([3, 1, 2]),
        ]),
      text: 'RETURN [array::sort([$_0, $_1, $_2]), array::sort::desc([$_3, $_4, $_5]), array::sort::asc([$_6, $_7, $_8]), array::reverse([$_9, $_10, $_11])]',
      result: [
        [1, 2, 3],
        [3, 2, 1],
        [1, 2, 3],
        [2, 1, 3],
      ],
    },
    {
      title: 'Parts',
      build: q =>
        q.return([
          array.first([1, 2, 3]),
          array.last([1, 2, 3]),
          array.at([1, 2, 3], 1),
          array.slice([1, 2, 3], 1, 2),
          array.pop([1, 2, 3]),
        ]),
      text: 'RETURN [array::first([$_0, $_1, $_2]), array::last([$_3, $_4, $_5]), array::at([$_6, $_7, $_8], $_9), array::slice([$_10, $_11, $_12], $_13, $_14), array::pop([$_15, $_16, $_17])]',
      result: [1, 3, 2, [2], 3],
    },
    {
      title: 'Changes',
      build: q =>
        q.return([
          array.append([1], 2),
          array.prepend([1], 0),
          array.insert([1, 3], 2, 1),
          array.remove([1, 2], 0),
          array.add([1, 2], 2),
          array.concat([1], [2]),
        ]),
      text: 'RETURN [array::append([$_0], $_1), array::prepend([$_2], $_3), array::insert([$_4, $_5], $_6, $_7), array::remove([$_8, $_9], $_10), array::add([$_11, $_12], $_13), array::concat([$_14], [$_15])]',
      result: [[1, 2], [0, 1], [1, 2, 3], [2], [1, 2], [1, 2]],
    },
    {
      title: 'Numbers of arrays',
      build: q => q.return([array.len([1, 2]), array.max([1, 3, 2]), array.min([2, 1]), array.isEmpty([])]),
      text: 'RETURN [array::len([$_0, $_1]), array::max([$_2, $_3, $_4]), array::min([$_5, $_6]), array::is_empty([])]',
      result: [2, 3, 1, true],
    },
    {
      title: 'Groups of items',
      build: q =>
        q.return([
          array.flatten([[1], [2, 3]]),
          array.group([
            [1, 2],
            [2, 3],
          ]),
          array.clump([1, 2, 3], 2),
          array.windows([1, 2, 3], 2),
          array.combine([1, 2], [3, 4]),
          array.transpose([
            [1, 2],
            [3, 4],
          ]),
        ]),
      text: 'RETURN [array::flatten([[$_0], [$_1, $_2]]), array::group([[$_3, $_4], [$_5, $_6]]), array::clump([$_7, $_8, $_9], $_10), array::windows([$_11, $_12, $_13], $_14), array::combine([$_15, $_16], [$_17, $_18]), array::transpose([[$_19, $_20], [$_21, $_22]])]',
      result: [
        [1, 2, 3],
        [1, 2, 3],
        [[1, 2], [3]],
        [
          [1, 2],
          [2, 3],
        ],
        [
          [1, 3],
          [1, 4],
          [2, 3],
          [2, 4],
        ],
        [
          [1, 3],
          [2, 4],
        ],
      ],
    },
    {
      title: 'Made arrays',
      build: q =>
        q.return([array.range(range(1, 4)), array.repeat('a', 2), array.join(['a', 'b'], '-'), array.fill([1, 2], 0)]),
      text: 'RETURN [array::range(1..4), array::repeat($_0, $_1), array::join([$_2, $_3], $_4), array::fill([$_5, $_6], $_7)]',
      result: [[1, 2, 3], ['a', 'a'], 'a-b', [0, 0]],
    },
    {
      title: 'Sets',
      build: q => q.return([set.len(value([1, 2, 2]).cast('set')), set.contains(value([1, 2]).cast('set'), 2)]),
      text: 'RETURN [set::len(<set>[$_0, $_1, $_2]), set::contains(<set>[$_3, $_4], $_5)]',
      result: [2, true],
    },
    {
      title: 'Objects',
      build: q =>
        q.return([
          object.keys({ a: 1, b: 2 }),
          object.values({ a: 1, b: 2 }),
          object.len({ a: 1 }),
          object.entries({ a: 1 }),
          object.fromEntries([['a', 1]]),
          object.extend({ a: 1 }, { b: 2 }),
          object.remove({ a: 1, b: 2 }, 'a'),
          object.isEmpty({}),
        ]),
      text: 'RETURN [object::keys({ a: $_0, b: $_1 }), object::values({ a: $_2, b: $_3 }), object::len({ a: $_4 }), object::entries({ a: $_5 }), object::from_entries([[$_6, $_7]]), object::extend({ a: $_8 }, { b: $_9 }), object::remove({ a: $_10, b: $_11 }, $_12), object::is_empty({})]',
      result: [['a', 'b'], [1, 2], 1, [['a', 1]], { a: 1 }, { a: 1, b: 2 }, { b: 2 }, true],
    },
  ],
}
