/** Stands where words were that had to be forgotten. */
export const FORGOTTEN = '〔已匿名〕'
/** Stands where somebody's name was; with a number where several must be told apart. */
export const NOBODY = '匿名居民'
