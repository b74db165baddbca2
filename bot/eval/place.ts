type Parts = { building: string | null; entrance: string | null; spot: string }

const PARTS = /^(?:(?<building>[A-Za-z\d]+)(?:[栋座幢]|号楼|号(?=$|\d|单元)))?(?:(?<entrance>[A-Za-z\d东西中]+)单元)?(?<spot>.*)$/

/**
 * Whether a ticket's place is the labelled one, as far as the label goes: 8栋2单元 agrees with 8栋, not the other way round.
 * Spots agree when more than half of the label's characters occur: 地库 and 地下车库, not 西门 and 东门.
 */
export function isSamePlace(label: string, place: string | null): boolean {
  if (place === null) return false
  const wanted = partsOf(label)
  const found = partsOf(place)
  if (wanted.building !== null || wanted.entrance !== null)
    return wanted.building === found.building && (wanted.entrance === null || wanted.entrance === found.entrance)
  const characters = [...new Set(wanted.spot)]
  return characters.filter((character) => found.spot.includes(character)).length * 2 > characters.length
}

function partsOf(place: string): Parts {
  const { building = null, entrance = null, spot = '' } = PARTS.exec(place)?.groups ?? {}
  return { building, entrance, spot }
}
