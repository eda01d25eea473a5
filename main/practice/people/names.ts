import type { Random } from '../world/random'

/** Invented people; any likeness is chance. */
const GIVEN = [
  'Noor', 'Emil', 'Saskia', 'Tomas', 'Ines', 'Jonas', 'Mira', 'Kofi', 'Lotte', 'Rafael', 'Aiko', 'Sven', 'Dalia', 'Piotr',
  'Wanda', 'Hugo', 'Leila', 'Anton', 'Freya', 'Mateo', 'Yara', 'Oskar', 'Nadia', 'Bram', 'Elif', 'Casper', 'Rosa', 'Viktor',
  'Hanna', 'Idris', 'Greta', 'Luca', 'Maren', 'Tariq', 'Vera', 'Niels', 'Olga', 'Paulo', 'Ruth', 'Stefan',
] // prettier-ignore
const FAMILY = [
  'Verhoeven', 'Lindqvist', 'Okafor', 'Brandt', 'Silva', 'Petrov', 'Haddad', 'Jansen', 'Moreau', 'Novak', 'Tanaka', 'Eriksen',
  'Costa', 'Weber', 'Aydin', 'Larsen', 'Rossi', 'Kowalski', 'Mensah', 'Dekker', 'Fischer', 'Ibrahim', 'Nielsen', 'Castro',
  'Bakker', 'Horvat', 'Lund', 'Marino', 'Peeters', 'Sato', 'Vogel', 'Winter', 'Yilmaz', 'Zeman', 'Ferreira', 'Holm',
] // prettier-ignore

/** The name of worker number `index`: different for each, the same in every run. */
export function workerName(index: number): string {
  const given = GIVEN[index % GIVEN.length] ?? 'Noor'
  const family = FAMILY[(index * 7 + Math.floor(index / GIVEN.length)) % FAMILY.length] ?? 'Holm'
  const round = Math.floor(index / (GIVEN.length * FAMILY.length))
  return round === 0 ? `${given} ${family}` : `${given} ${family} ${round + 1}`
}

export function customerName(random: Random): string {
  return `${random.pick(GIVEN)} ${random.pick(FAMILY)}`
}

/** A number from the range that is kept free for fiction. */
export function fictionalNumber(random: Random): string {
  return `+1555${random.int(200, 989)}01${String(random.int(0, 99)).padStart(2, '0')}`
}
