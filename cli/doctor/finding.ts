/** One thing that the doctor looked at. */
export interface DoctorFinding {
  readonly what: string
  readonly says: string
  readonly ok: boolean
}
