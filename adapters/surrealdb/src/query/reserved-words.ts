/**
 * Words of SurrealQL, small: a name that is one of them is quoted. A word too many costs nothing.
 *
 * Source: the keywords of the engine's lexer, https://github.com/surrealdb/surrealdb, crates/core/src/syn/lexer/keywords.rs
 */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    'access after algorithm all allinside alter always analyze analyzer and any anyinside api append array as asc ' +
    'ascending ascii assert at audience auth authenticate author auto backend batch bearer before begin blank bm25 bool ' +
    'boolean both break bucket by bytes camel cancel capacity cascade changefeed changes class closure collate collection ' +
    'comment commit complexity computed concurrently config contains containsall containsany containsnone containsnot ' +
    'content continue cosine count create custom database datetime db dec decimal default defer define delete depth desc ' +
    'descending describe dimension dist distance doc_ids_cache doc_ids_order doc_lengths_cache doc_lengths_order drop ' +
    'duplicate duration edgengram edge eddsa efc else end enforced error euclidean event exclude exists expired explain ' +
    'expunge extend extend_candidates false feature fetch field fields file filters flexible float fn for from full ' +
    'fulltext function functions future geometry get global grant graphql group hamming headers highlights hnsw hs256 ' +
    'hs384 hs512 if ignore import in include index inf infinity info input insert inside instead int into intersects ' +
    'introspection is issuer jaccard js jwks jwt keep key keep_pruned_connections kill let level like limit line list ' +
    'literal live lm lowercase m m0 mahattan manhattan mapper mapping mem merge metadata method middleware ' +
    'minkowski ml mod model module mtree multiline multipoint multipolygon nan namespace ngram no noindex none ' +
    'noneinside normal not notcontains notinside ns null number numeric object of off omit on only option or order ' +
    'original out outside overwrite parallel param parent passhash password patch pearson permissions point ' +
    'polygon postings_cache postings_order prefix prepare ps256 ps384 ps512 punct purge put quota rand range readonly ' +
    'rebuild record reference refresh regex reject relate relation remove rename replace return revoke revoked roles root ' +
    'rs256 rs384 rs512 schema schemafull schemaless scope search select sequence session set show signin signup since ' +
    'sleep snowball split start strict string structure table tables tempfiles terms_cache terms_order text then this ' +
    'throw timeout to token tokenizers transaction true type unique unset update upsert uppercase url use user uuid value ' +
    'values vector version views wasm when where with'
  ).split(' '),
)
