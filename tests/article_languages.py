"""The languages of the article, by the tags and by the codes."""

CODES = {'en': 'en', 'es': 'es', 'pt-BR': 'pt_BR', 'zh-CN': 'zh_CN'}
TAGS = tuple(CODES)
