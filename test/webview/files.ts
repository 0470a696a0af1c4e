/** The labeling file of the design's picture: publications, with hard and easy pairs. */
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

const header = 'labeling_set_id,label,title,authors,venue,year,id';

/**
 * A labeling file of `sets` sets, each with the same ten or three publications under ids of their own, so that checks
 * across sets have nothing to say.
 */
export function publicationFile(sets: number): Uint8Array {
  const lines = publications.split('\n');
  const rows = Array.from({ length: sets }, (_, set) =>
    lines
      .filter((line) => line.startsWith(`${set % 2},`))
      .map((line) => `set-${String(set).padStart(6, '0')},,${line.slice(2)}${set < 2 ? '' : `-${set}`}`),
  );
  return new TextEncoder().encode(`${[header, ...rows.flat()].join('\n')}\n`);
}

/** A labeling file with `rows` rows in sets of ten and eight columns; about 100 bytes a row. */
export function largeFile(rows: number): Uint8Array {
  const lines = Array.from({ length: rows }, (_, row) => {
    const person = Math.floor(row / 2);
    return `${Math.floor(row / 10)},,rec-${row},given${person % 997},surname${person % 7919},${person % 300} Long Street,town ${person % 53},${10000 + (person % 89999)},19${String(person % 100).padStart(2, '0')}-01-0${1 + (row % 9)}`;
  });
  const columns = 'labeling_set_id,label,rec_id,given_name,surname,street,town,postcode,born';
  return new TextEncoder().encode(`${[columns, ...lines].join('\n')}\n`);
}

/** A labeling file from columns and rows; each row begins with its set id and label. */
export function fileOf(columns: readonly string[], rows: readonly (readonly string[])[]): Uint8Array {
  const lines = [['labeling_set_id', 'label', ...columns], ...rows].map((fields) =>
    fields.map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(','),
  );
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}
