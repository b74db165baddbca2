/** From here on a report is acted upon; a community may ask for more. */
export const SURE_ENOUGH = 0.6

/** Below it is chatter; what lies between that and sure enough waits for a person. */
export const WORTH_A_LOOK = 0.35
