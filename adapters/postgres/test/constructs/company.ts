import { table } from '@vantage-ts/postgres/sql'

/** The tables of a company: who works for whom, and on which days. */
export const e = table('employees', { as: 'e', columns: ['id', 'name', 'manager_id', 'department', 'salary', 'hired'] })
export const m = table('employees', { as: 'm', columns: ['id', 'name', 'manager_id', 'department', 'salary', 'hired'] })
export const w = table('shifts', { as: 'w', columns: ['employee_id', 'day'] })

export const companyTables = `
  create table employees (
    id integer primary key, name text not null, manager_id integer references employees, department text not null,
    salary integer not null, hired date not null
  );
  insert into employees values
    (1, 'Emmett', null, 'science', 9000, '2019-03-01'), (2, 'Clara', 1, 'science', 7000, '2019-06-15'),
    (3, 'Verne', 1, 'trains', 6000, '2020-01-10'), (4, 'Jules', 3, 'trains', 4000, '2020-09-01'),
    (5, 'Lorraine', 2, 'science', 5000, '2021-02-20'), (6, 'George', 2, 'science', 5000, '2021-02-20'),
    (7, 'Strickland', 3, 'trains', 3500, '2022-05-05'), (8, 'Needles', 4, 'trains', 3000, '2023-11-11');
  create table shifts (employee_id integer not null references employees, day date not null, primary key (employee_id, day));
  insert into shifts values
    (7, '2026-03-02'), (7, '2026-03-03'), (7, '2026-03-04'), (7, '2026-03-09'), (7, '2026-03-10'), (7, '2026-03-16'),
    (8, '2026-03-02'), (8, '2026-03-04'), (8, '2026-03-05'), (8, '2026-03-06'), (8, '2026-03-07');
`
