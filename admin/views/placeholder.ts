/** What stands where a picture would, as an SVG of its own: the page shows it in an `img`. */
export function drawPlaceholder(words: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="120" viewBox="0 0 200 120"><rect width="200" height="120" fill="#f1f4f7"/><text x="100" y="66" text-anchor="middle" font-family="sans-serif" font-size="15" fill="#5b6875">${words}</text></svg>`
}
