"""The XMP packet says what the file is: PDF/A-2a and PDF/UA-1, and its language.

WeasyPrint writes the claim of PDF/A. All must stand in the one `rdf:RDF`, since validators
do not read a second one, which is what WeasyPrint's `xmp_metadata` would add.
"""

from typing import Any
from xml.sax.saxutils import escape

# ISO 14289-1, 5; and ISO 19005-2, 6.6.2.3: a schema that PDF/A does not know is described.
DESCRIPTIONS = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END = b'</rdf:RDF>'


def complete(pdf: Any, language: str) -> None:
    """Add the claim of PDF/UA-1 and the language to the packet, which is not yet compressed."""
    packet = pdf.objects[int(pdf.catalog['Metadata'].split()[0])].stream
    if packet[0].count(END) != 1:
        raise ValueError('WeasyPrint wrote another XMP packet than the one known')
    added = DESCRIPTIONS.replace('\n', '').format(language=escape(language))
    packet[0] = packet[0].replace(END, added.encode() + END)
