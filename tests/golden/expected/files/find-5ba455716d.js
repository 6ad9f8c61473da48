// SPDX-License-Identifier: GPL-3.0-or-later
// Under 2,000 bytes; docs/output.md#the-picker explains it.
{
let F=document.forms.find,Q=F.q,{index,code}=F.dataset,D,at,
[L,N]=F.querySelectorAll("#found,[role=status] *"),
P=s=>` ${s} `.normalize("NFD").toLowerCase().replace(/\p{M}/gu,"").replace(/đ/g,"d")
.replace(/[a-z\d.]+/g," $& ").replace(/[^\p{L}\p{N}.]+/gu," "),
G=()=>D??=Promise.all(index.split(" ").map(async u=>
({u:(u=await fetch(u)).url,...await u.json()}))).catch(()=>[]),
O=n=>{(L.hidden=!(Q.ariaExpanded=n>0))&&Q.removeAttribute(A)},
A="aria-activedescendant",
M=n=>{
let l=[...L.children]
at=(n+l.length)%l.length
l.map((a,i)=>a.ariaSelected=i==at)
Q.setAttribute(A,"o"+at)
l[at].scrollIntoView({block:"nearest"})
},
S=async()=>{
let R=[],l=await G(),
W=P(Q.value).split(" ").flatMap(w=>/[฀-႟぀-鿿]/.test(w)?w[1]?[...w].slice(1).map((c,i)=>w[i]+c):w:w?" "+w:[]),
T=(...s)=>(s=s.map(P),W.map(w=>s.reduce((n,t,i)=>n||t.includes(w)*9/3**i,0)))
l.map(f=>{
let r=f.all.map(c=>T(c[0],c[1],c[4]))
f.all.map((a,i)=>f.all.map((b,j)=>{
let s=i>j?0:r[i].reduce((s,x,w)=>s+Math.max(x,r[j][w])+Math.min(x,r[j][w])/9,0)
if(s)R.push([s*(1+f.written.includes(i+","+j)/20+[a[0],b[0]].includes(code)/4),
new URL((i<j?f.pairs+a[3]+"-vs-":f.codes)+b[3]+f.end,f.u),i<j?[a,b]:[a]])
}))})
l[0]||document.querySelectorAll("main li>a").forEach(a=>R.push([T(a.innerText).reduce((s,x)=>s+x,0),a,[[a.innerHTML,""]]]))
R=R.sort((a,b)=>b[0]-a[0]).filter(r=>r[0]>R[0][0]*.86).slice(0,8)
L.innerHTML=R.map(([s,u,of],i)=>`<a role=option tabindex=-1 id=o${i} href="${u}">${of.map(c=>`<bdi class=c-${c[2]}>${c[0]} ${c[1]}</bdi>`).join("")}</a>`).join("")
N.hidden=R[0]||!Q.value
O(R.length)
R[0]&&M(0)
}
Q.onfocus=G
Q.oninput=S
Q.onblur=O
Q.onkeydown=e=>{
let n=(e.key=="ArrowDown")-(e.key=="ArrowUp")
n&&!e.isComposing&&e.preventDefault(L.hidden?S():M(at+n))
e.key=="Escape"&&O()
}
L.onmousedown=e=>e.preventDefault()
F.onsubmit=async e=>{
e.preventDefault()
if(L.hidden)await S()
L.children[at]?.click()
}
}
