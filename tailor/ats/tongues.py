"""Headings, months and "to this day" of CVs in other languages than English."""

TITLES = {
    "summary": "profil|kurzprofil|über mich|zusammenfassung|à propos|résumé|perfil|resumen|"
    "sobre mí|resumo|sobre mim|profilo|sommario|profiel|samenvatting|podsumowanie|o mnie",
    "work": "berufserfahrung|beruflicher werdegang|berufspraxis|praktika|werdegang|expérience|"
    "expériences|expérience professionnelle|expériences professionnelles|parcours professionnel|"
    "experiencia|experiencia profesional|experiencia laboral|experiência|experiência profissional|"
    "esperienza|esperienze|esperienza professionale|esperienze professionali|"
    "esperienza lavorativa|esperienze lavorative|werkervaring|doświadczenie|"
    "doświadczenie zawodowe|karyanubhav",
    "education": "ausbildung|bildung|bildungsweg|studium|schulbildung|formation|formations|"
    "études|diplômes|formation académique|educación|formación|formación académica|estudios|"
    "educação|formação|formação acadêmica|formação académica|istruzione|formazione|"
    "istruzione e formazione|opleiding|opleidingen|wykształcenie|edukacja|shiksha",
    "skills": "kenntnisse|fähigkeiten|kompetenzen|edv-kenntnisse|it-kenntnisse|compétences|"
    "compétences techniques|habilidades|competencias|conocimientos|aptitudes|competências|"
    "conhecimentos|competenze|competenze tecniche|capacità|vaardigheden|competenties|umiejętności",
    "projects": "projekte|projets|proyectos|projetos|progetti|projecten|projekty",
    "certificates": "zertifikate|weiterbildung|weiterbildungen|certificaciones|certificados|"
    "certificações|certificazioni|certificaten|cursussen|certyfikaty|kursy",
    "awards": "auszeichnungen|preise|prix|distinctions|premios|prêmios|prémios|premi|prijzen|"
    "onderscheidingen|nagrody|wyróżnienia",
    "publications": "veröffentlichungen|publikationen|publicaciones|publicações|pubblicazioni|"
    "publicaties|publikacje",
    "languages": "sprachen|sprachkenntnisse|langues|idiomas|línguas|lingue|talen|języki|"
    "języki obce|bhasha",
    "volunteer": "ehrenamt|ehrenamtliches engagement|engagement|bénévolat|voluntariado|"
    "volontariato|vrijwilligerswerk|wolontariat",
    "interests": "interessen|hobbys|centres d'intérêt|centres d’intérêt|loisirs|intereses|"
    "interesses|interessi|interesses en hobby's|zainteresowania",
    "references": "referenzen|références|referencias|referências|referenze|referenties|referencje",
}
MONTHS = (
    r"jan|januari?|feb|februari?|mär|märz|mrz|maart|mrt|apr|mai|mei|juni|juli|augustus|okt|"
    r"oktober|dez|dezember|"
    r"janv|janvier|févr|février|fév|mars|avr|avril|juin|juil|juillet|août|sept|septembre|octobre|"
    r"novembre|déc|décembre|"
    r"ene|enero|febrero|marzo|abr|abril|mayo|junio|julio|ago|agosto|septiembre|setiembre|octubre|"
    r"noviembre|dic|diciembre|"
    r"janeiro|fev|fevereiro|março|maio|junho|julho|set|setembro|out|outubro|novembro|dezembro|"
    r"gen|gennaio|febbraio|aprile|mag|maggio|giu|giugno|lug|luglio|settembre|ott|ottobre|"
    r"dicembre|"
    r"styczeń|stycznia|luty|lutego|marzec|marca|kwiecień|kwietnia|maja?|czerwiec|czerwca|lipiec|"
    r"lipca|sierpień|sierpnia|wrzesień|września|październik|października|listopada?|grudzień|"
    r"grudnia|"
    r"janvari|farvari|joon|julai|agast|sitambar|aktubar|navambar|disambar"
)
"""Inside of a regular expression: German, Dutch, French, Spanish, Portuguese, Italian, Polish and
Hindi in Latin letters."""
NOW = (
    r"heute|laufend|jetzt|aujourd['’]hui|présent|en cours|ce jour|actualidad|presente|actual|"
    r"hoy|atual|atualmente|oggi|in corso|attuale|heden|nu|obecnie|nadal|teraz|vartaman"
)
TO = r"bis|à|au|a|até|tot|do"
