import { csvCell } from '../../src/shared/file/csvQuoting.ts';
import { Random } from '../harness/random.ts';

/** Publications with hard and easy pairs: the two labeling sets of the design's picture. */
const publications = `0,1-Safe Algorithms for Symmetric Site Configurations,"Maitrayi Sabaratnam, Øystein Torbjørnsen, Rune Humborstad",VLDB,1997,conf/vldb/Humborstad97
0,1-Safe Algorithms for Symmetric Site Configurations,"Rune Humborstad, Maitrayi Sabaratnam, Svein-Olaf Hvasshovd",Very Large Data Bases,1997,671000
0,1-Safe Algorithms for Symmetric Sites,"R. Humborstad, M. Sabaratnam",VLDB,1997,671104
0,Semantic Integration of Environmental Models,D. Scott Mackay,SIGMOD Record,1999,journals/sigmod/Mackay99
0,Semantic integration of environmental models,D. Scott Mackay,ACM SIGMOD Record,1999,309844
0,Estimation of Query-Result Distribution and its Application,"Viswanath Poosala, Yannis E. Ioannidis",VLDB,1996,conf/vldb/PoosalaI96
0,Estimation of Query-Result Distribution and its Application,"Viswanath Poosala, Yannis E. Ioannidis",Very Large Data Bases,1996,673638
0,Selectivity Estimation Without the Attribute Value Independence Assumption,"Viswanath Poosala, Yannis E. Ioannidis",VLDB,1997,conf/vldb/PoosalaI97
0,Selectivity Estimation for Spatio-Temporal Queries,"Yong-Jin Choi, Chin-Wan Chung",SIGMOD Conference,2002,conf/sigmod/ChoiC02
0,Chair's Message,Richard T. Snodgrass,SIGMOD Record,2000,journals/sigmod/Snodgrass00b
1,Efficient Filtering of XML Documents for Selective Dissemination of Information,"Mehmet Altinel, Michael J. Franklin",VLDB,2000,conf/vldb/AltinelF00
1,Efficient Filtering of XML Documents for Selective Dissemination,"Mehmet Altinel, Michael J. Franklin",Very Large Data Bases,2000,758373
1,Efficient filtering of XML documents with XPath expressions,"C.-Y. Chan, P. Felber, M. Garofalakis, R. Rastogi",The VLDB Journal,2002,764202`;

const words =
  'query index stream graph cache join tree cluster schema view lock log page cost plan text cube mining'.split(' ');
const people = 'Ada Abel,Bea Bond,Carl Crane,Dora Dunn,Egon Eich,Fay Ford,Gus Gray,Hana Holm,Ida Ives,Jan Jung'.split(
  ',',
);
const venues = ['VLDB', 'SIGMOD Record', 'ICDE', 'TODS', 'EDBT', 'The VLDB Journal'];

/**
 * A labeling file of `sets` sets: the ten and three publications above, then sets of ten made ones, of which rows 1 and
 * 2 are one publication each. Always the same bytes.
 */
export function publicationFile(sets: number): Uint8Array {
  const random = new Random(7);
  const known = publications.split('\n').map((line) => `set-00000${line[0]},,${line.slice(2)}`);
  const made: string[] = [];
  for (let set = 2; set < sets; set++) {
    for (let row = 0; row < 10; row++) {
      const title = random.shuffle(words).slice(0, 6).join(' ');
      const fields = `"${random.pick(people)}, ${random.pick(people)}",${random.pick(venues)},${random.int(1985, 2004)}`;
      const line = (id: string) => `set-${String(set).padStart(6, '0')},,On ${title},${fields},${id}`;
      made.push(line(`made/${set}/${row}`));
      if (row === 0) {
        row += 1;
        made.push(line(`${set}00${row}`));
      }
    }
  }
  const header = 'labeling_set_id,label,title,authors,venue,year,id';
  return new TextEncoder().encode(`${[header, ...known, ...made].join('\n')}\n`);
}

/** A labeling file with `rows` rows in sets of ten and eight columns; about 100 bytes a row. */
export function largeFile(rows: number): Uint8Array {
  const lines = Array.from({ length: rows }, (_, row) => {
    const person = Math.floor(row / 2);
    const born = `19${String(person % 100).padStart(2, '0')}-01-0${1 + (row % 9)}`;
    const street = `${person % 300} Long Street of the ${words[person % words.length]}`;
    return `${Math.floor(row / 10)},,rec-${row},given${person % 997},surname${person % 7919},${street},town ${person % 53},${10000 + (person % 89999)},${born}`;
  });
  const columns = 'labeling_set_id,label,rec_id,given_name,surname,street,town,postcode,born';
  return new TextEncoder().encode(`${[columns, ...lines].join('\n')}\n`);
}

/** A labeling file from its data columns and rows; each row begins with its set id and label. */
export function fileOf(columns: readonly string[], rows: readonly (readonly string[])[]): Uint8Array {
  const lines = [['labeling_set_id', 'label', ...columns], ...rows].map((fields) =>
    fields.map((field) => csvCell(field)).join(','),
  );
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}
