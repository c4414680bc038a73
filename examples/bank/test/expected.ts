/** What each step comes to, worked out by hand; decimals as their text. */
export const expected: Readonly<Record<string, readonly object[]>> = {
  opening: [
    { id: 'bank', owner: 'Hill Valley Bank', balance: '-652', entries: 3 },
    { id: 'biff', owner: 'Biff Tannen', balance: '1.5', entries: 1 },
    { id: 'doc', owner: 'Doc Brown', balance: '500.5', entries: 1 },
    { id: 'marty', owner: 'Marty McFly', balance: '150', entries: 1 },
  ],
  moving: [
    { id: 'bank', owner: 'Hill Valley Bank', balance: '-652', entries: 3 },
    { id: 'biff', owner: 'Biff Tannen', balance: '1.5', entries: 1 },
    { id: 'doc', owner: 'Doc Brown', balance: '550.75', entries: 2 },
    { id: 'marty', owner: 'Marty McFly', balance: '99.75', entries: 2 },
  ],
  overdraft: [{ outcome: 'refused', before: 8, after: 8 }],
  'at-once': [{ moved: 1, refused: 1, left: '39.75' }],
  fees: [{ charged: 2, chargedAgain: 0 }],
  statements: [
    { account: 'bank', number: 1, note: 'opening', amount: '-1.5', balance: '-1.5' },
    { account: 'bank', number: 2, note: 'opening', amount: '-500.5', balance: '-502' },
    { account: 'bank', number: 3, note: 'opening', amount: '-150', balance: '-652' },
    { account: 'bank', number: 4, note: 'fee of 1985-10', amount: '2.5', balance: '-649.5' },
    { account: 'bank', number: 5, note: 'fee of 1985-10', amount: '2.5', balance: '-647' },
    { account: 'biff', number: 1, note: 'opening', amount: '1.5', balance: '1.5' },
    { account: 'doc', number: 1, note: 'opening', amount: '500.5', balance: '500.5' },
    { account: 'doc', number: 2, note: 'plutonium', amount: '50.25', balance: '550.75' },
    { account: 'doc', number: 3, note: 'at once', amount: '60', balance: '610.75' },
    { account: 'doc', number: 4, note: 'fee of 1985-10', amount: '-2.5', balance: '608.25' },
    { account: 'marty', number: 1, note: 'opening', amount: '150', balance: '150' },
    { account: 'marty', number: 2, note: 'plutonium', amount: '-50.25', balance: '99.75' },
    { account: 'marty', number: 3, note: 'at once', amount: '-60', balance: '39.75' },
    { account: 'marty', number: 4, note: 'fee of 1985-10', amount: '-2.5', balance: '37.25' },
  ],
}
