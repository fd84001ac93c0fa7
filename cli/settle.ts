/** Tells the code with which the command line ends, of those in `exitCodes`. */
export type Settle = (code: number) => void
