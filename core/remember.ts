/** Makes once what is asked for again: the last `most` texts are remembered. */
export function remember<Made>(most: number, make: (text: string) => Made): (text: string) => Made {
  const made = new Map<string, Made>()
  return (text) => {
    const known = made.get(text)
    if (known !== undefined) return known
    const fresh = make(text)
    if (made.size >= most) made.delete(made.keys().next().value!)
    made.set(text, fresh)
    return fresh
  }
}
