import { testServerFaults } from '@vantage-ts/adapter-kit/faults'
import { FaultyPlace, postgresWire, startPostgres } from '@vantage-ts/test-servers'
import { postgres } from '@vantage-ts/postgres'

testServerFaults(async () => {
  const place = await FaultyPlace.open(startPostgres, postgresWire)
  const source = postgres({ url: place.url, max: 1 })
  await source.expr`create table account (id int4 primary key, balance int4 not null)`.run()
  await source.expr`create table entry (id int4 primary key, "accountId" int4 not null, amount int4 not null)`.run()
  return {
    source,
    arm: blow => place.proxy.arm(blow),
    count: () => place.proxy.count(),
    kill: () => place.kill(),
    async close() {
      await source.close()
      await place.close()
    },
  }
})
