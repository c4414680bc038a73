import { testServerFaults } from '@vantage-ts/adapter-kit/faults'
import { mysql } from '@vantage-ts/mysql'
import { FaultyPlace, mysqlWire, startMysql } from '@vantage-ts/test-servers'
import { describeOnServer, isMysql } from './server.ts'

const begin = ['isolation', 'begin']
/** MySQL has no RETURNING. */
const readBack = {
  saveAlone: ['begin', 'update', 'read', 'commit'],
  write: ['savepoint', 'write', 'read', 'release'],
}

describeOnServer(isMysql ? 'MySQL' : 'MariaDB', () => {
  testServerFaults(
    async () => {
      const place = await FaultyPlace.open(startMysql, mysqlWire)
      const source = mysql({ url: place.url, max: 1 })
      await source.expr`create table account (id int primary key, balance int not null)`.run()
      await source.expr`create table entry (id int primary key, accountId int not null, amount int not null)`.run()
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
    },
    isMysql ? { begin, ...readBack } : { begin },
  )
})
