module kstash

go 1.19
