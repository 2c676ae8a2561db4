// ACD
