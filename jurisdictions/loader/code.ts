/** The code of what is wrong in a file of a jurisdiction. */
export const jurisdictionInvalid = 'JURISDICTION_INVALID'
