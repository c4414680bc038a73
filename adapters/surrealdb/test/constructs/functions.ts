import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Decimal, Temporal } from '@vantage-ts/core'
import {
  bytes,
  crypto,
  duration,
  encoding,
  fn,
  geo,
  math,
  parse,
  rand,
  record,
  search,
  string,
  time,
  type,
  value,
  values,
  vector,
} from '@vantage-ts/surrealdb/ql'
import type { GraphQuery } from './graph.ts'

const at = Temporal.Instant.from('2026-03-05T10:11:12.123Z')
const day = Temporal.Duration.from({ hours: 24 })

export const functions: Chapter<GraphQuery> = {
  title: 'Functions',
  about:
    'By namespace, with their names in camel case: `string::is_email` is `string.isEmail`. `at` is the moment ' +
    '2026-03-05T10:11:12.123Z and `day` is a duration of 24 hours. There is no `http`: it reaches out of the database.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Texts',
      build: q =>
        q.return([
          string.uppercase('ab'),
          string.lowercase('AB'),
          string.capitalize('ab cd'),
          string.len('añb'),
          string.trim(' a '),
          string.reverse('abc'),
          string.repeat('ab', 2),
          string.slug('A b!'),
        ]),
      text: 'RETURN [string::uppercase($_0), string::lowercase($_1), string::capitalize($_2), string::len($_3), string::trim($_4), string::reverse($_5), string::repeat($_6, $_7), string::slug($_8)]',
      result: ['AB', 'ab', 'Ab Cd', 3, 'a', 'cba', 'abab', 'a-b'],
    },
    {
      title: 'Parts of texts',
      build: q =>
        q.return([
          string.slice('abcdef', 1, 3),
          string.split('a,b', ','),
          string.words('a bc'),
          string.replace('aba', 'a', 'x'),
          string.concat('a', 1),
          string.join('-', 'a', 'b'),
        ]),
      text: 'RETURN [string::slice($_0, $_1, $_2), string::split($_3, $_4), string::words($_5), string::replace($_6, $_7, $_8), string::concat($_9, $_10), string::join($_11, $_12, $_13)]',
      result: ['bc', ['a', 'b'], ['a', 'bc'], 'xbx', 'a1', 'a-b'],
    },
    {
      title: 'Questions about texts',
      build: q =>
        q.return([
          string.contains('abc', 'b'),
          string.startsWith('abc', 'ab'),
          string.endsWith('abc', 'bc'),
          string.matches('abc', 'b.'),
        ]),
      text: 'RETURN [string::contains($_0, $_1), string::starts_with($_2, $_3), string::ends_with($_4, $_5), string::matches($_6, $_7)]',
      result: [true, true, true, true],
    },
    {
      title: 'Forms of texts',
      build: q =>
        q.return([
          string.isEmail('a@b.co'),
          string.isUrl('https://a.co'),
          string.isUuid('x'),
          string.isNumeric('12'),
          string.isAlpha('a1'),
          string.isDatetime('2026-01-01T00:00:00Z'),
          string.isSemver('1.2.3'),
          string.isIp('1.2.3.4'),
          string.isHexadecimal('ff'),
        ]),
      text: 'RETURN [string::is_email($_0), string::is_url($_1), string::is_uuid($_2), string::is_numeric($_3), string::is_alpha($_4), string::is_datetime($_5), string::is_semver($_6), string::is_ip($_7), string::is_hexadecimal($_8)]',
      result: [true, true, false, true, false, true, true, true, true],
    },
    {
      title: 'Distances of texts',
      build: q =>
        q.return([
          string.distanceLevenshtein('ab', 'ac'),
          string.distanceHamming('ab', 'ac'),
          string.similarityJaro('ab', 'ab'),
        ]),
      text: 'RETURN [string::distance::levenshtein($_0, $_1), string::distance::hamming($_2, $_3), string::similarity::jaro($_4, $_5)]',
      result: [1, 1, 1],
    },
    {
      title: 'Versions',
      build: q =>
        q.return([string.semverMajor('1.2.3'), string.semverIncMinor('1.2.3'), string.semverCompare('1.2.3', '1.3.0')]),
      text: 'RETURN [string::semver::major($_0), string::semver::inc::minor($_1), string::semver::compare($_2, $_3)]',
      result: [1, '1.3.0', -1],
    },
    {
      title: 'HTML',
      build: q => q.return([string.htmlEncode('<b>'), string.htmlSanitize('<b>x</b><script>y</script>')]),
      text: 'RETURN [string::html::encode($_0), string::html::sanitize($_1)]',
      result: ['&lt;b&gt;', '<b>x</b>'],
    },
    {
      title: 'Parts of moments',
      build: q =>
        q.return([
          time.year(at),
          time.month(at),
          time.day(at),
          time.hour(at),
          time.minute(at),
          time.second(at),
          time.wday(at),
          time.week(at),
          time.yday(at),
        ]),
      text: 'RETURN [time::year($_0), time::month($_1), time::day($_2), time::hour($_3), time::minute($_4), time::second($_5), time::wday($_6), time::week($_7), time::yday($_8)]',
      result: [2026, 3, 5, 10, 11, 12, 4, 10, 64],
    },
    {
      title: 'Moments that are cut',
      build: q => q.return([time.floor(at, day), time.ceil(at, day), time.round(at, day), time.group(at, 'month')]),
      text: 'RETURN [time::floor($_0, $_1), time::ceil($_2, $_3), time::round($_4, $_5), time::group($_6, $_7)]',
      result: [
        '2026-03-05T00:00:00.000Z',
        '2026-03-06T00:00:00.000Z',
        '2026-03-05T00:00:00.000Z',
        '2026-03-01T00:00:00.000Z',
      ],
    },
    {
      title: 'Moments as numbers and texts',
      build: q =>
        q.return([
          time.unix(at),
          time.millis(at),
          time.format(at, '%d.%m.%Y'),
          time.fromUnix(1000),
          time.fromMillis(1000),
        ]),
      text: 'RETURN [time::unix($_0), time::millis($_1), time::format($_2, $_3), time::from_unix($_4), time::from_millis($_5)]',
      result: [1772705472, 1772705472123, '05.03.2026', '1970-01-01T00:16:40.000Z', '1970-01-01T00:00:01.000Z'],
    },
    {
      title: 'Moments and durations',
      build: q =>
        q.return([
          value(at).plus(day),
          value(at).minus(day),
          value(at).minus(Temporal.Instant.from('2026-03-05T00:00:00Z')),
          time.max([at, value(at).plus(day)]),
          time.isLeapYear(at),
        ]),
      text: 'RETURN [$_0 + $_1, $_2 - $_3, $_4 - $_5, time::max([$_6, $_7 + $_8]), time::is_leap_year($_9)]',
      result: [
        '2026-03-06T10:11:12.123Z',
        '2026-03-04T10:11:12.123Z',
        '10h11m12s123ms',
        '2026-03-06T10:11:12.123Z',
        false,
      ],
    },
    {
      title: 'Changed moments',
      build: q => q.return([time.setDay(at, 1), time.setHour(at, 0), time.setYear(at, 2027)]),
      text: 'RETURN [time::set_day($_0, $_1), time::set_hour($_2, $_3), time::set_year($_4, $_5)]',
      result: ['2026-03-01T10:11:12.123Z', '2026-03-05T00:11:12.123Z', '2027-03-05T10:11:12.123Z'],
    },
    {
      title: 'Durations',
      build: q =>
        q.return([
          duration.hours(day),
          duration.days(day),
          duration.fromHours(36),
          duration.fromDays(2),
          duration.secs(Temporal.Duration.from({ minutes: 2 })),
        ]),
      text: 'RETURN [duration::hours($_0), duration::days($_1), duration::from_hours($_2), duration::from_days($_3), duration::secs($_4)]',
      result: [24, 1, '1d12h', '2d', 120],
    },
    {
      title: 'Numbers',
      build: q =>
        q.return([
          math.abs(-3),
          math.ceil(1.2),
          math.floor(1.8),
          math.round(1.5),
          math.sqrt(16),
          math.pow(2, 3),
          math.fixed(1.256, 2),
          math.sign(-2),
          math.clamp(9, 1, 5),
        ]),
      text: 'RETURN [math::abs($_0), math::ceil($_1), math::floor($_2), math::round($_3), math::sqrt($_4), math::pow($_5, $_6), math::fixed($_7, $_8), math::sign($_9), math::clamp($_10, $_11, $_12)]',
      result: [3, 2, 1, 2, 4, 8, 1.26, -1, 5],
    },
    {
      title: 'Numbers of arrays',
      build: q =>
        q.return([
          math.sum([1, 2, 3]),
          math.mean([1, 2, 3]),
          math.min([2, 1]),
          math.max([2, 1]),
          math.median([1, 2, 9]),
          math.mode([1, 2, 2]),
          math.product([2, 3]),
          math.percentile([1, 2, 3, 4], 50),
          math.bottom([3, 1, 2], 2),
        ]),
      text: 'RETURN [math::sum([$_0, $_1, $_2]), math::mean([$_3, $_4, $_5]), math::min([$_6, $_7]), math::max([$_8, $_9]), math::median([$_10, $_11, $_12]), math::mode([$_13, $_14, $_15]), math::product([$_16, $_17]), math::percentile([$_18, $_19, $_20, $_21], $_22), math::bottom([$_23, $_24, $_25], $_26)]',
      result: [6, 2, 1, 2, 2, 2, 6, 2.5, [2, 1]],
    },
    {
      title: 'Logarithms and angles',
      build: q =>
        q.return([
          math.log10(100),
          math.log2(8),
          math.ln(1),
          math.log(8, 2),
          math.sin(0),
          math.cos(0),
          math.deg2rad(0),
          math.lerp(0, 10, 0.5),
        ]),
      text: 'RETURN [math::log10($_0), math::log2($_1), math::ln($_2), math::log($_3, $_4), math::sin($_5), math::cos($_6), math::deg2rad($_7), math::lerp($_8, $_9, $_10)]',
      result: [2, 3, 0, 3, 0, 1, 0, 5],
    },
    {
      title: 'Constants',
      build: q =>
        q.return([
          math.round(math.pi.mul(100)),
          math.e.lt(math.pi),
          math.tau.div(math.pi),
          time.epoch,
          duration.max.gt(day),
        ]),
      text: 'RETURN [math::round(math::pi * $_0), math::e < math::pi, math::tau / math::pi, time::epoch, duration::max > $_1]',
      result: [314, true, 2, '1970-01-01T00:00:00.000Z', true],
      note: 'Others: `math.inf`, `math.negInf`, `time.minimum`, `time.maximum`.',
    },
    {
      title: 'Decimals',
      build: q =>
        q.return([
          value(Decimal.from('0.10')).plus(Decimal.from('0.20')),
          math.sum([Decimal.from('1.10'), Decimal.from('2.20')]),
          type.decimal('1.5'),
        ]),
      text: 'RETURN [$_0 + $_1, math::sum([$_2, $_3]), type::decimal($_4)]',
      result: ['0.3', '3.3', '1.5'],
    },
    {
      title: 'Types',
      build: q =>
        q.return([
          type.int('5'),
          type.float('1.5'),
          type.bool('true'),
          type.string(5),
          type.datetime('2026-01-01T00:00:00Z'),
          type.duration('1d'),
          type.number('3'),
          type.uuid('018f2f4e-0000-7000-8000-000000000000'),
        ]),
      text: 'RETURN [type::int($_0), type::float($_1), type::bool($_2), type::string($_3), type::datetime($_4), type::duration($_5), type::number($_6), type::uuid($_7)]',
      result: [5, 1.5, true, '5', '2026-01-01T00:00:00.000Z', '1d', 3, '018f2f4e-0000-7000-8000-000000000000'],
    },
    {
      title: 'Records and tables from values',
      build: q => q.return([type.record('person', 'ann'), type.table('person'), type.of(record('person', 'ann'))]),
      text: 'RETURN [type::record($_0, $_1), type::table($_2), type::of(person:ann)]',
      result: ['person:ann', 'person', 'record'],
    },
    {
      title: 'Questions about types',
      build: q =>
        q.return([
          type.isInt(1),
          type.isString(1),
          type.isArray([1]),
          type.isObject({}),
          type.isRecord(record('person', 'ann')),
          type.isNull(null),
          type.isNumber(1.5),
          type.isDatetime(at),
          type.isBool(true),
        ]),
      text: 'RETURN [type::is_int($_0), type::is_string($_1), type::is_array([$_2]), type::is_object({}), type::is_record(person:ann), type::is_null(NULL), type::is_number($_3), type::is_datetime($_4), type::is_bool($_5)]',
      result: [true, false, true, true, true, true, true, true, true],
    },
    {
      title: 'Fields by computed names',
      build: q => q.select(type.fields(['name', 'age'])).from(record('person', 'ann')),
      text: 'SELECT type::fields([$_0, $_1]) FROM person:ann',
      result: [{ age: 31, name: 'Ann' }],
    },
    {
      title: 'Hashes',
      build: q => q.return([crypto.md5('a'), crypto.sha256('a'), crypto.blake3('a')]),
      text: 'RETURN [crypto::md5($_0), crypto::sha256($_1), crypto::blake3($_2)]',
      result: [
        '0cc175b9c0f1b6a831c399e269772661',
        'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
        '17762fddd969a453925d65717ac3eea21320b66b54342fde15128d6caf21215f',
      ],
    },
    {
      title: 'Passwords',
      build: q => q.return(crypto.argon2Compare(crypto.argon2Generate('secret'), 'secret')),
      text: 'RETURN crypto::argon2::compare(crypto::argon2::generate($_0), $_1)',
      result: true,
    },
    {
      title: 'Places',
      build: q =>
        q.return([
          math.round(geo.distance(type.point([-0.04, 51.55]), type.point([30.46, -17.86]))),
          math.round(geo.bearing(type.point([0, 0]), type.point([0, 1]))),
          geo.hashEncode(type.point([-0.04, 51.5]), 5),
          geo.isValid(type.point([0, 0])),
        ]),
      text: 'RETURN [math::round(geo::distance(type::point([$_0, $_1]), type::point([$_2, $_3]))), math::round(geo::bearing(type::point([$_4, $_5]), type::point([$_6, $_7]))), geo::hash::encode(type::point([$_8, $_9]), $_10), geo::is_valid(type::point([$_11, $_12]))]',
      result: [8267214, 0, 'gcpuz', true],
    },
    {
      title: 'Vectors',
      build: q =>
        q.return([
          vector.add([1, 2], [3, 4]),
          vector.dot([1, 2], [3, 4]),
          vector.magnitude([3, 4]),
          vector.distanceEuclidean([0, 0], [3, 4]),
          vector.similarityCosine([1, 0], [1, 0]),
        ]),
      text: 'RETURN [vector::add([$_0, $_1], [$_2, $_3]), vector::dot([$_4, $_5], [$_6, $_7]), vector::magnitude([$_8, $_9]), vector::distance::euclidean([$_10, $_11], [$_12, $_13]), vector::similarity::cosine([$_14, $_15], [$_16, $_17])]',
      result: [[4, 6], 11, 5, 5, 1],
    },
    {
      title: 'Addresses',
      build: q =>
        q.return([
          parse.emailHost('a@b.co'),
          parse.emailUser('a@b.co'),
          parse.urlDomain('https://a.co/x?y=1'),
          parse.urlPath('https://a.co/x'),
          parse.urlQuery('https://a.co/x?y=1'),
        ]),
      text: 'RETURN [parse::email::host($_0), parse::email::user($_1), parse::url::domain($_2), parse::url::path($_3), parse::url::query($_4)]',
      result: ['b.co', 'a', 'a.co', '/x', 'y=1'],
    },
    {
      title: 'Bytes',
      build: q => q.return([bytes.len(new Uint8Array([1, 2, 3])), encoding.base64Encode(new Uint8Array([1, 2, 3]))]),
      text: 'RETURN [bytes::len($_0), encoding::base64::encode($_1)]',
      result: [3, 'AQID'],
    },
    {
      title: 'What two values differ in',
      build: q =>
        q.return([values.diff({ a: 1 }, { a: 2 }), values.patch({ a: 1 }, [{ op: 'replace', path: '/a', value: 5 }])]),
      text: 'RETURN [value::diff({ a: $_0 }, { a: $_1 }), value::patch({ a: $_2 }, [{ op: $_3, path: $_4, `value`: $_5 }])]',
      result: [[{ op: 'replace', path: '/a', value: 2 }], { a: 5 }],
    },
    {
      title: 'By chance',
      build: q =>
        q.return([
          type.isInt(rand.int(1, 6)),
          string.len(rand.string(8)),
          type.isUuid(rand.uuid()),
          type.isString(rand.ulid()),
          value(['a', 'b']).contains(rand.enum('a', 'b')),
        ]),
      text: 'RETURN [type::is_int(rand::int($_0, $_1)), string::len(rand::string($_2)), type::is_uuid(rand::uuid()), type::is_string(rand::ulid()), [$_3, $_4] CONTAINS rand::enum($_5, $_6)]',
      result: [true, 8, true, true, true],
    },
    {
      title: 'The words of a text',
      build: q => q.return(search.analyze('plain', 'Red Pen')),
      text: 'RETURN search::analyze($_0, $_1)',
      result: ['red', 'pen'],
    },
    {
      title: 'Functions of your own',
      build: q => q.return(fn('twice')(21)),
      text: 'RETURN fn::twice($_0)',
      result: 42,
    },
  ],
}
