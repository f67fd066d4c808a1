// Compares the product's holidays (CSV on standard input) with date-holidays, day by day.
// Exit code 0: every difference is a row of differences.md and every row is needed; 1: not so; 2: no input.
import { readFileSync } from 'node:fs'
import { has, reference } from './reference.mjs'

const ours = new Map()
for (const line of readFileSync(0, 'utf8').trim().split(/\r?\n/).slice(1)) {
  const [territory, date, ...name] = line.split(',')
  add(ours, territory, date, name.join(','))
}
if (ours.size === 0) {
  console.error('No holidays on standard input. Usage: breachnotify holidays --from 2018 --to 2035 --csv | node compare.mjs')
  process.exit(2)
}
const years = [...ours.values()].flatMap(days => [...days.keys()]).map(date => Number(date.slice(0, 4)))
const from = years.reduce((a, b) => Math.min(a, b))
const to = years.reduce((a, b) => Math.max(a, b))

const listed = readFileSync(new URL('differences.md', import.meta.url), 'utf8')
  .split('\n')
  .filter(line => /^\| [A-Z]{2}/.test(line))
  .map(line => line.split('|').slice(1, -1).map(cell => cell.trim()))
  .map(([territory, side, name, span, why]) => ({ territory, side, name, span, why, days: 0 }))

let compared = 0
let differences = 0
const unlisted = []
for (const [territory, days] of ours) {
  if (!has(territory)) continue
  const theirs = new Map()
  for (const { date, name } of reference(territory, from, to)) add(theirs, territory, date, name)
  const referenceDays = theirs.get(territory) ?? new Map()
  compared += new Set([...days.keys(), ...referenceDays.keys()]).size
  missing(territory, 'ours', days, referenceDays)
  missing(territory, 'theirs', referenceDays, days)
}

const idle = listed.filter(row => row.days === 0)
for (const row of unlisted) console.log(`not listed: ${row}`)
for (const row of idle) console.log(`no longer a difference: ${row.territory} ${row.side} ${row.name} ${row.span}`)
console.log(`${compared} days compared, ${differences} differ, ${unlisted.length} of them not listed, ${idle.length} listed in vain`)
process.exit(unlisted.length + idle.length > 0 ? 1 : 0)

function missing(territory, side, present, other) {
  for (const [date, names] of present) {
    if (other.has(date)) continue
    differences++
    const row = listed.find(row =>
      row.territory === territory && row.side === side && covers(row.span, Number(date.slice(0, 4))) && names.some(name => matches(row.name, name)))
    if (row) row.days++
    else unlisted.push(`${territory} ${side} ${date} ${names.join(', ')}`)
  }
}

function matches(pattern, name) {
  return pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern
}

function covers(span, year) {
  if (span === 'all') return true
  return span.split(', ').some(part => {
    const [first, last = first] = part.split('-').map(Number)
    return year >= first && year <= last
  })
}

function add(map, territory, date, name) {
  if (!map.has(territory)) map.set(territory, new Map())
  const days = map.get(territory)
  if (!days.has(date)) days.set(date, [])
  days.get(date).push(name)
}
