import type { Mysql } from '@vantage-ts/mysql'
import { table } from '@vantage-ts/mysql/sql'

export type ShopQuery = ReturnType<Mysql['query']>

/** The tables that the constructs read. */
export const c = table('clients', { as: 'c', columns: ['id', 'name', 'city', 'level'] })
export const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total', 'placed', 'state'] })
export const p = table('products', { as: 'p', columns: ['id', 'name', 'price', 'data', 'about'] })
export const s = table('stock', { as: 's', columns: ['product_id', 'room', 'count'] })
export const e = table('employees', { as: 'e', columns: ['id', 'name', 'manager_id', 'salary', 'hired'] })
export const m = table('employees', { as: 'm', columns: ['id', 'name', 'manager_id', 'salary', 'hired'] })
export const v = table('visits', { columns: ['id', 'place', 'count'] })

/** Clients, their orders, what there is to buy and where it is, and who sells it. */
export const shopTables = `
  create table clients (id int primary key, name varchar(40) not null, city varchar(40), level int not null);
  insert into clients values
    (1, 'Marty', 'Hill Valley', 3), (2, 'Doc', 'Hill Valley', 5), (3, 'Biff', null, 1), (4, 'Jennifer', 'Oakland', 2);
  create table orders (id int primary key, client_id int, total int not null, placed date not null, state varchar(10) not null);
  insert into orders values
    (1, 1, 120, '2026-01-05', 'paid'), (2, 2, 50, '2026-01-20', 'paid'), (3, 2, 70, '2026-02-03', 'open'),
    (4, 3, 30, '2026-02-14', 'open'), (5, 2, 220, '2026-03-01', 'paid'), (6, null, 10, '2026-03-02', 'paid');
  create table products (
    id int primary key, name varchar(40) not null, price decimal(8, 2) not null, data json not null, about text not null,
    fulltext (name, about)
  );
  insert into products values
    (1, 'Flux capacitor', 1210, '{"colour": "silver", "parts": [{"name": "tube", "count": 3}, {"name": "box", "count": 1}]}',
      'What makes travelling in time possible'),
    (2, 'Hoverboard', 80.5, '{"colour": "pink", "parts": [{"name": "magnet", "count": 2}]}', 'A board that floats without wheels'),
    (3, 'Almanac', 5.25, '{"colour": "grey", "parts": [], "pages": 160}', 'The results of fifty years, for travelling to the past');
  create table stock (product_id int, room varchar(10), count int not null, primary key (product_id, room));
  insert into stock values (1, 'lab', 2), (2, 'lab', 7), (2, 'attic', 1);
  create table employees (id int primary key, name varchar(40) not null, manager_id int, salary int not null, hired date not null);
  insert into employees values
    (1, 'Emmett', null, 9000, '2019-03-01'), (2, 'Clara', 1, 7000, '2019-06-15'), (3, 'Verne', 1, 6000, '2020-01-10'),
    (4, 'Jules', 3, 4000, '2020-09-01'), (5, 'Lorraine', 2, 5000, '2021-02-20');
  create table visits (id int auto_increment primary key, place varchar(20) not null default 'shop', count int not null default 1);
`
