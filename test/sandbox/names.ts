/** First and last names that go together, and the people's place in the world. */
export interface NamePool {
  /** As written; after a bar, in the letters of an email address where they differ by more than accents. */
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly timeZone: string;
  readonly locale: string;
  /** Out of a hundred users, how many have such a name. */
  readonly share: number;
}

const pool = (share: number, timeZone: string, locale: string, first: string, last: string): NamePool => ({
  first: first.split(" "),
  last: last.split(" "),
  timeZone,
  locale,
  share,
});

export const koreanNames = pool(
  5,
  "Asia/Seoul",
  "ko_KR",
  "민준|minjun 서연|seoyeon 지우|jiwoo 현우|hyunwoo 은지|eunji 성민|sungmin 하윤|hayoon 수빈|subin",
  "김|kim 이|lee 박|park 최|choi 정|jung 강|kang",
);

export const namePools: readonly NamePool[] = [
  pool(
    43,
    "America/Denver",
    "en_US",
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Karen Charles Sarah Olivia Noah Emma Liam Amara Ethan Denise Lucas Chloe Marcus Hannah Daniel Rachel Andrew Megan Samuel Laura Kevin Nicole Brian",
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Baker Turner Brooks Foster Hayes Coleman Bennett Sanders Price Murphy Bailey",
  ),
  pool(
    13,
    "Europe/Berlin",
    "de_DE",
    "Lukas Anna Felix Lena Jürgen Katharina Stefan Birgit Matthias Sabine Jonas Heike",
    "Müller Schneider Weber Becker Hoffmann Krüger Großmann Schröder Vogel Lang",
  ),
  pool(
    9,
    "Europe/Paris",
    "fr_FR",
    "François Camille Élodie Mathieu Margaux Benoît Amélie Thierry Hélène Julien",
    "Lefèvre Dubois Moreau Girard Fournier Béranger Chevalier Rousseau",
  ),
  pool(
    11,
    "Asia/Kolkata",
    "en_IN",
    "Priya Rahul Ananya Vikram Deepa Arjun Kavita Sanjay Meera Rohan Lakshmi Nikhil",
    "Sharma Patel Iyer Reddy Nair Gupta Banerjee Krishnan Deshpande Menon",
  ),
  koreanNames,
  pool(4, "Asia/Seoul", "ko_KR", "Minji Seojun Yuna Dohyun Haeun Taeyang Soojin", "Kim Lee Park Choi Jung Kang Yoon"),
  pool(
    4,
    "America/Mexico_City",
    "es_MX",
    "José Lucía Mateo Sofía Inés Andrés",
    "Núñez Hernández Ortega Castillo Ibáñez",
  ),
  pool(
    4,
    "Europe/Berlin",
    "en_US",
    "Zoë Łukasz Søren Åsa Žofie Şebnem Ngọc Siân Ólafur Ioana",
    "Nowak Sørensen Åkesson Dvořák Yılmaz Nguyễn Ó’Súilleabháin Þórsson Șerban",
  ),
  pool(1, "Asia/Kolkata", "hi_IN", "प्रिया|priya राहुल|rahul अनन्या|ananya", "शर्मा|sharma पटेल|patel वर्मा|verma"),
  pool(1, "Asia/Tokyo", "ja_JP", "さくら|sakura 健太|kenta 美咲|misaki", "佐藤|sato 鈴木|suzuki 高橋|takahashi"),
  pool(1, "Asia/Shanghai", "zh_CN", "伟|wei 芳|fang 秀英|xiuying 小明|xiaoming", "王|wang 李|li 张|zhang 欧阳|ouyang"),
  pool(1, "Europe/Kiev", "en_US", "Олена|olena Дмитро|dmytro Марія|maria", "Шевченко|shevchenko Ткачук|tkachuk"),
  pool(
    1,
    "Europe/Athens",
    "en_US",
    "Ελένη|eleni Γιώργος|giorgos Νίκος|nikos",
    "Παπαδοπούλου|papadopoulou Νικολάου|nikolaou",
  ),
  pool(1, "Asia/Dubai", "en_US", "محمد|mohammed فاطمة|fatima ليلى|layla", "العلي|alali حسن|hassan الخطيب|alkhatib"),
  pool(0.5, "Asia/Jerusalem", "en_US", "נועה|noa יוסף|yosef תמר|tamar", "כהן|cohen לוי|levi מזרחי|mizrahi"),
  pool(0.5, "Asia/Bangkok", "en_US", "สมชาย|somchai ปรียา|preeya อนันต์|anan", "ใจดี|jaidee ศรีสุข|srisuk"),
];

/** Names that a program may mistake for something else: syntax of menus, links, pages, spreadsheets and queries. */
export const hostileNames: readonly (readonly [first: string, last: string])[] = [
  ["Siobhán", "O'Brien-Smythe"],
  ["$(trash)", "Icon"],
  ["[Reset](command:workbench.action.closeWindow)", "Link"],
  ["<img src=x onerror=alert(1)>", "Markup"],
  ["<b>Bold</b>", "&amp; Entity"],
  ["👩‍💻 Émilie", "🦊"],
  ["**Star**", "_Underscore_"],
  ['=HYPERLINK("http://example.com","x")', "Formula"],
  ["\u202Egnp.tsil", "Override"],
  ["Ren & Stimpy", "100% +1 #hash?"],
  ["$$USER", "Wildcard"],
  ['"Quoted", Comma;', "Semicolon"],
  ["C:\\Users\\new", "Backslash"],
  ["Wolfeschlegelsteinhausenbergerdorff".repeat(5), "Hubert-Blaine ".repeat(4).trim()],
  ["x", "Y"],
  ["null", "undefined"],
  ["Two  Spaces", "Inside"],
  ["`code`", "${dollar}"],
  ["İbrahim", "Iıİi"],
  ["عمر‏", "Smith"],
];
