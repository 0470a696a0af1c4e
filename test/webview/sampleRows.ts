/** Columns of the sample table that the extension brings. */
export const sampleColumns = 'id,given_name,surname,date_of_birth,street,city,postcode,phone,email'.split(',');

/** Two labeling sets as Local Glue asks about the sample table, without a label. */
export const sampleRows: readonly (readonly string[])[] = [
  'p0011|lawrence|presson|1950-07-03|20 elm lane|ironcombe|484883|0250 193498|lawrencep@office.example',
  'p0179|fenfield|josephine|1981-06-25|51 river road|aldwick|270202|0305 204136|fenfield.josephine@mail.exmple',
  'p0549|irene|evans|1977-04-02|94 green dr|birchinster|384971|0417 059078|itenee98@web.example',
  'p0559|evans|irene|1977-04-02|7 chestnut lane|golddale|329434|0417059078|irenee98@web.example',
  'p0933|john|evans|2007-10-02|94 green drive|birchminster|384971|0417 059078|',
  'p1051|irene|evans|1977-04-02|94 green drive|birchminster|384971|0417 059078|irenee98@web.example',
  'p1230|lawrence|presson|1950-07-03|170 north vourt|juniperhaven|229512||lawrencep@office.example',
  'p1269|josephine|fenfield|1981-06-25|123 park drive|ironport|373819|0387 640768|fenfield.josephine@mail.example',
  'p1507|j0sephine|fenfield|1981-06-25|123 park drive|ironport|373819|0387 640768|fenfield.josephine@mail.example',
  'p1877|l|presson|1950-07-03|20 elm lane|ironcobe|484883|0250 193498|1awrencep@office.example',
  'p0093|lydia|kenridge|1975-06-11|159 bridge street|clayhaven|203689|0406 130920|',
  'p1733|charle5|kenridge|1937-02-28|159 bridge rd|clayhaven|203689|0329 264632|',
  'p1835|charlie|kenridge|1937-02-28|159 bridge street|clayhaven|203689|+44 329 264632|',
  'p0453|annie|kenstone|1961-01-16|127 abbey lane|eastleigh|114856|0699 506481|akenstone@mail.example',
  'p0680|diana|elmden|1943-10-11|12 victoria avenue|goldminster|403449|(0848) 247-903|diana.elmden27@office.example',
  'p0747|charles|hartby|2003-05-30|135 victoria avenue|juniperminster|414512|0446 461615|hartby.charles@inbox.example',
  'p0521|christoopher|dunham||27 north avenue|foxport|362772|0826 197121|christopher.dunham@web.example',
  'p1411|christopher|dunham|1982-07-12|27 north avenue|foxport|362772|0826 197121|christopher.dunham@web.example',
  'p1990|edward|dunham|1967-07-08|27 north avenue|foxport|362772|0592-630191|edunham@mail.example',
  'p0023|edward|dunham|1967-07-08||foxport|362772|0592-630191|edunham@mail.example',
].map((line, at) => [at < 10 ? 'set-1' : 'set-2', '', ...line.split('|')]);
