/** Every answer about the fixture, worked out by hand. */
export const expected: Readonly<Record<string, readonly object[]>> = {
  'orders-of-paying': [
    { id: 'order1', clientId: 'marty' },
    { id: 'order2', clientId: 'doc' },
    { id: 'order3', clientId: 'doc' },
  ],
  'bought-by-paying': [
    { name: 'DeLorean Donut', isLight: false },
    { name: 'Flux Capacitor Cupcake', isLight: false },
    { name: 'Hoverboard Cookies', isLight: true },
    { name: 'Time Traveler Tart', isLight: true },
  ],
  'cookie-buyers': [
    { id: 'doc', name: 'Doc Brown' },
    { id: 'marty', name: 'Marty McFly' },
  ],
  'never-ordered': [{ id: 'sea_pie', name: 'Enchantment Under the Sea Pie', stock: 15 }],
  'revenue-per-client': [
    { name: 'Doc Brown', revenue: 99_720 },
    { name: 'Marty McFly', revenue: 893 },
    { name: 'Biff Tannen', revenue: 0 },
  ],
  activity: [
    { name: 'Biff Tannen', orders: 0, revenue: '0.00', hasOrdered: false },
    { name: 'Doc Brown', orders: 2, revenue: '997.20', hasOrdered: true },
    { name: 'Marty McFly', orders: 1, revenue: '8.93', hasOrdered: true },
  ],
  indebted: [{ client: 'biff', standing: 'Biff Tannen owes 50.25' }],
  'calories-per-order': [
    { orderId: 'order1', calories: 1450, pieces: 6 },
    { orderId: 'order2', calories: 200, pieces: 1 },
    { orderId: 'order3', calories: 75_000, pieces: 500 },
  ],
  'out-of-stock': [{ orderId: 'order3', productId: 'hover_cookies', quantity: 500, stock: 40 }],
  'mean-order': [{ mean: 100_613 / 3 }],
  'bakery-totals': [{ bakeryId: 'hill_valley', products: 5, pieces: 155, worth: 26_895 }],
  'best-sellers': [
    { productId: 'hover_cookies', pieces: 502, orders: 2 },
    { productId: 'flux_cupcake', pieces: 3, orders: 1 },
    { productId: 'delorean_donut', pieces: 1, orders: 1 },
  ],
  'stock-value': [{ worth: 26_895 }],
}

/** The questions that are asked of two databases, with the statements that each of them runs. */
export const across: Readonly<Record<string, object>> = {
  'orders-of-paying': { sqlite: 1, postgres: 1 },
  'bought-by-paying': { sqlite: 1, postgres: 1 },
  'cookie-buyers': { postgres: 1, sqlite: 1 },
}
