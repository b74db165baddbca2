import { readQuestion } from '../knowledge/question.ts'

/** 连心站, 连心室, 连心阁, 连心点. */
export const STATION_KINDS = ['hub', 'studio', 'pavilion', 'point'] as const
export type StationKind = (typeof STATION_KINDS)[number]

/** A place where residents find somebody; a hub serves the whole community, the others hang on one. */
export type Station = {
  id: number
  communityId: number
  kind: StationKind
  name: string
  parentId: number | null
  estateId: number | null
  place: string
  hours: string
}

/** The contact point of an estate: its own, the nearest kind to residents first, else the community's hub (S27). */
export function stationFor<S extends Station>(estateId: number, stations: readonly S[]): S | null {
  const own = (kind: StationKind) => stations.find((station) => station.kind === kind && station.estateId === estateId)
  return own('studio') ?? own('pavilion') ?? own('point') ?? own('hub') ?? stations.find(({ kind }) => kind === 'hub') ?? null
}

const ASKED_OF_STATION = ['where', 'when']
const ANY_STATION = /连心(站|室|阁|点)/
/** 开门, 上班, 咱社区: what is left of a question besides the place; more is a question about something else there. */
const LONGEST_REST = 3

/** The contact point whose place or hours are asked for: the one that is named, else the asker's own. Null: something else is asked. */
export function findStation<S extends Station>(text: string, stations: readonly S[], estateId: number): S | null {
  const { aspects, subject } = readQuestion(text)
  if (!aspects.some((aspect) => ASKED_OF_STATION.includes(aspect))) return null
  const named = stations.filter(({ name }) => subject.includes(name.toLowerCase())).toSorted((a, b) => b.name.length - a.name.length)[0]
  const word = named?.name.toLowerCase() ?? ANY_STATION.exec(subject)?.[0]
  if (!word || [...subject.replace(word, '').replaceAll('|', '')].length > LONGEST_REST) return null
  if (named) return named
  return (word === '连心站' && stations.find(({ kind }) => kind === 'hub')) || stationFor(estateId, stations)
}
