import { describe, expect, it } from 'vitest'
import { layOut } from './layout'

const RUNS = [
  { day: '2026-11-23', count: 4 },
  { day: '2026-11-22', count: 2 },
  // A day that goes on in the next page.
  { day: '2026-11-22', count: 3 },
]
const days = layOut(RUNS, { columns: 3, line: 100, heading: 40 })
const plain = layOut(RUNS, { columns: 3, line: 100, heading: 0 })

describe('the rows of the grid', () => {
  it('have a heading for each day and as many cells as there are entries', () => {
    expect(Array.from({ length: days.rows }, (_, row) => days.rowAt(row))).toEqual([
      { day: '2026-11-23' },
      { first: 0, count: 3 },
      { first: 3, count: 1 },
      { day: '2026-11-22' },
      { first: 4, count: 3 },
      { first: 7, count: 2 },
    ])
  })

  it('go on through the days without headings', () => {
    expect(Array.from({ length: plain.rows }, (_, row) => plain.rowAt(row))).toEqual([
      { first: 0, count: 3 },
      { first: 3, count: 3 },
      { first: 6, count: 3 },
    ])
  })

  it('know where each entry stands', () => {
    expect([0, 2, 3, 4, 8].map(days.rowOf)).toEqual([1, 1, 2, 4, 5])
    expect([0, 2, 3, 8].map(plain.rowOf)).toEqual([0, 0, 1, 2])
  })

  it('add up to where a row is', () => {
    let top = 0
    for (let row = 0; row < days.rows; row++) {
      expect(days.topOf(row)).toBe(top)
      top += days.height(row)
    }
    expect(top).toBe(2 * 40 + 4 * 100)
  })

  it('are none for an empty gallery', () => {
    expect(layOut([{ day: '2026-11-23', count: 0 }], { columns: 3, line: 100, heading: 40 }).rows).toBe(0)
  })
})

describe('arrow keys', () => {
  it.each([
    [0, 'ArrowLeft', 0],
    [3, 'ArrowRight', 4],
    [8, 'ArrowRight', 8],
    [2, 'ArrowDown', 3],
    [3, 'ArrowDown', 4],
    [6, 'ArrowDown', 8],
    [6, 'ArrowUp', 3],
    [1, 'ArrowUp', 1],
    [5, 'Home', 4],
    [7, 'End', 8],
  ])('lead from %i by %s to %i', (from, key, to) => {
    expect(days.move(from, key)).toBe(to)
  })
})
