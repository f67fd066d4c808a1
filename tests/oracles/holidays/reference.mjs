// The days that date-holidays calls public, as rows {territory, date, name}.
import Holidays from 'date-holidays'

// Where its codes differ from the product's: Ansbach is a Protestant municipality, Munich a Catholic one.
const codes = {
  'DE-BY': ['DE', 'BY', 'EVANG'],
  'DE-BY-MUNICH': ['DE', 'BY', 'KATH'],
  GB: ['GB', 'ENG'],
  CH: ['CH', 'BE'],
}

const day = 24 * 60 * 60 * 1000

export function has(territory) {
  return territory !== 'EU'
}

export function* reference(territory, from, to) {
  const calendar = new Holidays(...(codes[territory] ?? territory.split('-')))
  for (let year = from; year <= to; year++) {
    for (const holiday of calendar.getHolidays(year, 'en')) {
      if (holiday.type !== 'public') continue
      const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`)
      const days = Math.max(1, Math.round((holiday.end - holiday.start) / day))
      for (let i = 0; i < days; i++) {
        yield { territory, date: new Date(first + i * day).toISOString().slice(0, 10), name: holiday.name }
      }
    }
  }
}
