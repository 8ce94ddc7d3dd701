/** Seconds from Go's zero time, 0001-01-01, to 1970. */
const zeroTime = -62135596800;

const two = (value: number) => String(value).padStart(2, '0');

/** Seconds since 1970 as RFC 3339 in UTC, of any year. @param fraction behind the seconds, `.123456` */
export function timeText(seconds: number, fraction = ''): string {
  const days = Math.floor(seconds / 86400);
  const rest = seconds - days * 86400;
  const { year, month, day } = civil(days);
  const digits = String(Math.abs(year)).padStart(4, '0');
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map(two).join(':');
  return `${year < 0 ? '-' : ''}${digits}-${two(month)}-${two(day)}T${clock}${fraction}Z`;
}

export const isZeroTime = (seconds: number, nanoseconds: number) => seconds === zeroTime && nanoseconds === 0;

/** The date of a day since 1970-01-01, which `Date` has for 270,000 years only. The years here begin in March. */
function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
