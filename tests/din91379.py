# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every Latin letter a name in a German register may have: DIN 91379, normative letters and sequences."""

_LETTERS = """
A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
a b c d e f g h i j k l m n o p q r s t u v w x y z
À Á Â Ã Ä Å Æ Ç È É Ê Ë Ì Í Î Ï Ð Ñ Ò Ó Ô Õ Ö Ø Ù Ú Û Ü Ý Þ ß
à á â ã ä å æ ç è é ê ë ì í î ï ð ñ ò ó ô õ ö ø ù ú û ü ý þ ÿ
Ā ā Ă ă Ą ą Ć ć Ĉ ĉ Ċ ċ Č č Ď ď Đ đ Ē ē Ĕ ĕ Ė ė Ę ę Ě ě Ĝ ĝ Ğ ğ Ġ ġ Ģ ģ Ĥ ĥ Ħ ħ Ĩ ĩ
Ī ī Ĭ ĭ Į į İ ı Ĳ ĳ Ĵ ĵ Ķ ķ ĸ Ĺ ĺ Ļ ļ Ľ ľ Ŀ ŀ Ł ł Ń ń Ņ ņ Ň ň ŉ Ŋ ŋ Ō ō Ŏ ŏ Ő ő Œ œ
Ŕ ŕ Ŗ ŗ Ř ř Ś ś Ŝ ŝ Ş ş Š š Ţ ţ Ť ť Ŧ ŧ Ũ ũ Ū ū Ŭ ŭ Ů ů Ű ű Ų ų Ŵ ŵ Ŷ ŷ Ÿ Ź ź Ż ż Ž ž
Ƈ ƈ Ə Ɨ Ơ ơ Ư ư Ʒ Ǎ ǎ Ǐ ǐ Ǒ ǒ Ǔ ǔ Ǖ ǖ Ǘ ǘ Ǚ ǚ Ǜ ǜ Ǟ ǟ Ǣ ǣ Ǥ ǥ Ǧ ǧ Ǩ ǩ Ǫ ǫ Ǭ ǭ Ǯ ǯ ǰ Ǵ ǵ
Ǹ ǹ Ǻ ǻ Ǽ ǽ Ǿ ǿ Ȓ ȓ Ș ș Ț ț Ȟ ȟ ȧ Ȩ ȩ Ȫ ȫ Ȭ ȭ Ȯ ȯ Ȱ ȱ Ȳ ȳ ə ɨ ʒ
Ḃ ḃ Ḇ ḇ Ḋ ḋ Ḍ ḍ Ḏ ḏ Ḑ ḑ ḗ Ḝ ḝ Ḟ ḟ Ḡ ḡ Ḣ ḣ Ḥ ḥ Ḧ ḧ Ḩ ḩ Ḫ ḫ ḯ Ḱ ḱ Ḳ ḳ Ḵ ḵ Ḷ ḷ Ḻ ḻ
Ṁ ṁ Ṃ ṃ Ṅ ṅ Ṇ ṇ Ṉ ṉ Ṓ ṓ Ṕ ṕ Ṗ ṗ Ṙ ṙ Ṛ ṛ Ṟ ṟ Ṡ ṡ Ṣ ṣ Ṫ ṫ Ṭ ṭ Ṯ ṯ
Ẁ ẁ Ẃ ẃ Ẅ ẅ Ẇ ẇ Ẍ ẍ Ẏ ẏ Ẑ ẑ Ẓ ẓ Ẕ ẕ ẖ ẗ ẞ
Ạ ạ Ả ả Ấ ấ Ầ ầ Ẩ ẩ Ẫ ẫ Ậ ậ Ắ ắ Ằ ằ Ẳ ẳ Ẵ ẵ Ặ ặ Ẹ ẹ Ẻ ẻ Ẽ ẽ Ế ế Ề ề Ể ể Ễ ễ Ệ ệ Ỉ ỉ Ị ị
Ọ ọ Ỏ ỏ Ố ố Ồ ồ Ổ ổ Ỗ ỗ Ộ ộ Ớ ớ Ờ ờ Ở ở Ỡ ỡ Ợ ợ Ụ ụ Ủ ủ Ứ ứ Ừ ừ Ử ử Ữ ữ Ự ự Ỳ ỳ Ỵ ỵ Ỷ ỷ Ỹ ỹ
"""

# Letters that need a combining mark: base, then the code points of the marks.
_SEQUENCES = """
A 30B|C 300|C 304|C 306|C 308|C 315|C 323|C 326|C 328 306|D 302|F 300|F 304|G 300|H 304|H 326|H 331
J 301|J 30C|K 300|K 302|K 304|K 307|K 315|K 31B|K 326|L 302|L 325|L 325 304|L 326|M 300|M 302|M 306|M 310
N 302|N 304|N 306|N 326|P 300|P 304|P 315|P 323|R 306|R 325|R 325 304|S 300|S 304|S 31B 304|S 331|T 300|T 304
T 308|T 315|T 31B|U 307|Z 300|Z 304|Z 306|Z 308|Z 327|a 30B|c 300|c 304|c 306|c 308|c 315|c 323|c 326|c 328 306
d 302|f 300|f 304|g 300|h 304|h 326|j 301|k 300|k 302|k 304|k 307|k 315|k 31B|k 326|l 302|l 325|l 325 304|l 326
m 300|m 302|m 306|m 310|n 302|n 304|n 306|n 326|p 300|p 304|p 315|p 323|r 306|r 325|r 325 304|s 300|s 304
s 31B 304|s 331|t 300|t 304|t 315|t 31B|u 307|z 300|z 304|z 306|z 308|z 327|Ç 306|Û 304|ç 306|û 304|ÿ 301
Č 315|Č 323|č 315|č 323|ē 30D|Ī 301|ī 301|ō 30D|Ž 326|Ž 327|ž 326|ž 327|Ḳ 304|ḳ 304|Ṣ 304|ṣ 304|Ṭ 304|ṭ 304
Ạ 308|ạ 308|Ọ 308|ọ 308|Ụ 304|Ụ 308|ụ 304|ụ 308
"""


def _sequence(text: str) -> str:
    base, *marks = text.split()
    return base + "".join(chr(int(mark, 16)) for mark in marks)


LETTERS: list[str] = [
    *_LETTERS.split(),
    *(_sequence(part) for line in _SEQUENCES.split("\n") if line for part in line.split("|")),
    "K\u035fH",
    "K\u035fh",
    "k\u035fh",
]
IN_NAMES: list[str] = list("'-.`´·ʹʺʾʿˈˌ’‡")
EVERYTHING = " ".join([*LETTERS, *IN_NAMES])
